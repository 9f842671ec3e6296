package org.visualizingweights.sweep.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.visualizingweights.WholeFile;

/** The files of a run's folder, as they are sent. */
final class FolderFiles {
  /** More than any run has. */
  static final int MOST = 10_000;

  /** A checkpoint of the largest network, with room. */
  static final long LARGEST = 16L << 30;

  /** No hidden file, nothing above or beside the folder. */
  private static final Pattern NAME =
      Pattern.compile("[\\w=,+-][\\w=,.+ -]{0,200}(/[\\w=,+-][\\w=,.+ -]{0,200}){0,3}");

  private FolderFiles() {}

  /** Whether a file of a run's folder may be called so. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** All that are there, by their names with slashes. What is hidden, or a link, is none. */
  static List<String> of(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            if (attributes.isRegularFile() && isName(name)) {
              names.add(name);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    names.sort(null);
    return names;
  }

  /** Sends files, each as it is. */
  static void send(Path folder, List<String> names, Link link) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      try (InputStream in = Files.newInputStream(file)) {
        link.send(new Packet.Delivery(name, Files.size(file)), in);
      }
    }
  }

  /**
   * Takes a file that was announced.
   *
   * @throws org.visualizingweights.UserError where it cannot be written
   */
  static void receive(Path folder, Packet.Delivery content, Link link) throws IOException {
    if (!isName(content.name()) || content.size() < 0 || content.size() > LARGEST) {
      throw new IOException("no file of a run's: %.100s".formatted(content.name()));
    }
    Path file = folder.resolve(content.name());
    try (OutputStream out = new ToDisk(file)) {
      link.bytesInto(out, content.size());
    }
  }

  /** Tells what goes wrong with the disk from what goes wrong with the connection. */
  private static final class ToDisk extends OutputStream {
    private final Path file;
    private final OutputStream out;

    ToDisk(Path file) {
      this.file = file;
      try {
        Files.createDirectories(file.getParent());
        out = Files.newOutputStream(file);
      } catch (IOException e) {
        throw WholeFile.cannotWrite(file, e);
      }
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        throw WholeFile.cannotWrite(file, e);
      }
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw WholeFile.cannotWrite(file, e);
      }
    }
  }
}
