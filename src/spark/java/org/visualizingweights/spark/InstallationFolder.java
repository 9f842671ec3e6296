package org.visualizingweights.spark;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** An installation as it lies on a worker. */
final class InstallationFolder {
  private static final String WORK = "work";

  private final Path folder;

  private InstallationFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Checks what has come, and puts it where it is wanted: in a folder beside, which has its name
   * only when it is complete. What has come is not there any more then.
   *
   * @param fetched the folder of the files that have come, each under its hash
   * @throws RunFailure where one is not what its name says
   * @throws IOException where the folder cannot be written
   */
  static InstallationFolder layOut(Installation installation, Path fetched)
      throws IOException, RunFailure {
    Path hidden = Files.createTempDirectory(fetched, ".installation-");
    try {
      for (InstalledFile file : installation.files()) {
        check(file, fetched);
        place(file, fetched, hidden);
      }
      Files.createDirectories(hidden.resolve(WORK));
      Path folder = fetched.resolve(hidden.getFileName().toString().substring(1));
      Files.move(hidden, folder, StandardCopyOption.ATOMIC_MOVE);
      for (InstalledFile file : installation.files()) {
        Files.deleteIfExists(fetched.resolve(file.sha256())); // Spark does not fetch it again
      }
      return new InstallationFolder(folder);
    } catch (IOException | RunFailure | RuntimeException e) {
      OwnFolder.delete(hidden);
      throw e;
    }
  }

  private static void check(InstalledFile file, Path fetched) throws IOException, RunFailure {
    String found = sha256(fetched.resolve(file.sha256()));
    if (!found.equals(file.sha256())) {
      throw new RunFailure(
          "%s has come damaged, with the SHA-256 %s and not %s; look after that machine's disk"
              .formatted(file.to(), found, file.sha256()));
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (OutputStream sum = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
        Files.copy(file, sum);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void place(InstalledFile file, Path fetched, Path folder)
      throws IOException, RunFailure {
    Path from = fetched.resolve(file.sha256());
    Path to = inside(folder, file.to());
    if (file.unpack()) {
      unpack(from, to);
    } else {
      Files.createDirectories(to.getParent());
      NamedCopy.place(from, to);
    }
  }

  private static void unpack(Path zip, Path folder) throws IOException, RunFailure {
    Files.createDirectories(folder);
    try (InputStream in = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(in)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path to = inside(folder, entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(to);
        } else {
          Files.createDirectories(to.getParent());
          Files.copy(entries, to, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static Path inside(Path folder, String name) throws RunFailure {
    Path path = folder.resolve(name).normalize();
    if (!path.startsWith(folder)) {
      throw new RunFailure("%s would lie outside of the installation".formatted(name));
    }
    return path;
  }

  /** What starts a process that executes runs. */
  ProcessBuilder command(Installation installation) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(installation.java());
    command.add("-Dlaunch.parent=" + ProcessHandle.current().pid());
    command.add(installation.main());
    command.addAll(installation.arguments());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.resolve(WORK).toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(installation.environment());
    // By the environment, since as an argument it could be longer than a system allows.
    builder.environment().put("CLASSPATH", classPath(installation));
    return builder;
  }

  private String classPath(Installation installation) {
    return installation.classPath().stream()
        .map(entry -> folder.resolve(entry).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Removes it with all that lies in it, as far as it can be. */
  void delete() {
    OwnFolder.delete(folder);
  }
}
