package org.visualizingweights.sweep.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.visualizingweights.UserError;
import org.visualizingweights.files.Fingerprint;

/** Makes an {@link Installation} of files and folders of this machine. */
final class Packing {
  private static final String LIBRARIES = "lib/";

  private final Path zips;
  private final List<Installation.Brought> items = new ArrayList<>();
  private final List<String> classPath = new ArrayList<>();
  private final Map<String, Integer> names = new HashMap<>();

  /**
   * @param zips an empty folder for those that are made
   */
  Packing(Path zips) {
    this.zips = zips;
  }

  /** Adds the class path of the program, of jars and folders. */
  void classPath(List<Path> entries) {
    for (Path entry : entries) {
      String name = String.valueOf(entry.getFileName());
      int before = names.merge(name, 1, Integer::sum) - 1;
      String to = LIBRARIES + (before == 0 ? "" : before + "-") + name;
      if (add(entry, to)) {
        classPath.add(to);
      }
    }
  }

  /**
   * Adds a file or a folder, unless there is none.
   *
   * @throws UserError where it cannot be read
   */
  boolean add(Path from, String to) {
    try {
      if (Files.isDirectory(from)) {
        Path zip = zips.resolve(items.size() + ".zip");
        zip(from, zip);
        add(zip, to, true);
        return true;
      }
      return Files.exists(from) && add(from, to, false);
    } catch (IOException e) {
      throw UserError.unavailable(
          "%s, which the workers need, cannot be read (%s); make it readable"
              .formatted(from, e.getMessage()),
          e);
    }
  }

  private boolean add(Path from, String to, boolean unpack) throws IOException {
    return items.add(
        new Installation.Brought(
            Fingerprint.sha256(from), from.toAbsolutePath().toString(), to, unpack));
  }

  /** The same folder makes the same bytes. */
  private static void zip(Path folder, Path zip) throws IOException {
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path found, BasicFileAttributes attributes)
                throws IOException {
              ZipEntry entry = new ZipEntry(folder.relativize(found).toString().replace('\\', '/'));
              entry.setLastModifiedTime(FileTime.fromMillis(0));
              out.putNextEntry(entry);
              Files.copy(found, out);
              out.closeEntry();
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }

  /** All that was added, started so. */
  Installation installation(List<String> java, Map<String, String> environment, String main) {
    return new Installation(
        List.copyOf(items), java, environment, List.copyOf(classPath), main, List.of());
  }
}
