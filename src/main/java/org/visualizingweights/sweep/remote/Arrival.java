package org.visualizingweights.sweep.remote;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.visualizingweights.files.FileTree;
import org.visualizingweights.run.RunFolder;

/**
 * The folder of a run that comes back: file by file under a hidden name, then in its place at once.
 * Whoever is killed meanwhile leaves the one or the other.
 */
final class Arrival {
  private static final String COMING = ".coming-";
  private static final String ARRIVED = ".arrived-";

  private final Path folder;
  private final Path coming;
  private int files;

  /**
   * @param folder where it is to be
   * @param attempt to execute the run, as no two write to the same place
   */
  Arrival(Path folder, int attempt) {
    this.folder = folder;
    this.coming = folder.resolveSibling(COMING + attempt + "-" + folder.getFileName());
  }

  /** Takes a file. */
  void take(Packet.Delivery content, Link link) throws IOException {
    files++;
    if (files > FolderFiles.MOST) {
      throw new IOException("no run has that many files");
    }
    FolderFiles.receive(coming, content, link);
  }

  /** All files have come. */
  void complete() throws IOException {
    if (files == 0) {
      return; // it had come to nothing
    }
    Files.createDirectories(RunFolder.open(coming).checkpoints());
    Path arrived = folder.resolveSibling(ARRIVED + folder.getFileName());
    FileTree.remove(arrived);
    Files.move(coming, arrived, StandardCopyOption.ATOMIC_MOVE);
    place(arrived, folder);
  }

  /**
   * Puts in their places, or removes, what runs left that were on their way when the sweep ended.
   */
  static void settle(Path sweep) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(sweep, ".{coming,arrived}-*")) {
      for (Path folder : left) {
        String name = folder.getFileName().toString();
        if (name.startsWith(ARRIVED)) {
          place(folder, folder.resolveSibling(name.substring(ARRIVED.length())));
        } else {
          FileTree.remove(folder);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void place(Path arrived, Path folder) throws IOException {
    FileTree.remove(folder);
    Files.move(arrived, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what has come in vain. */
  void discard() {
    try {
      FileTree.remove(coming);
    } catch (IOException e) {
      // It is hidden, and the next sweep here tries again.
    }
  }
}
