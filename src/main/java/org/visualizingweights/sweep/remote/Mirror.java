package org.visualizingweights.sweep.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;
import org.visualizingweights.activations.CaptureReader;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.files.FileTree;
import org.visualizingweights.run.Owner;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.run.Runs;
import org.visualizingweights.storage.RunStorage;

/**
 * What is to be seen of a run that goes on elsewhere, in the place of its folder: manifest, metrics
 * and its captures, several steps pooled in one. Where the folder is that of a run that goes on,
 * its captures stay as they were.
 */
final class Mirror implements AutoCloseable {
  /** In a folder that holds nothing but what is to be seen meanwhile. */
  private static final String MARK = ".mirror";

  private static final String MANIFEST = "manifest.json";
  private static final Set<String> SHOWN = Set.of(RunFolder.EXPERIMENT, "metrics.csv", MANIFEST);
  private static final long LARGEST_FILE = 8L << 20;
  private static final long LARGEST_RECORD = 1L << 20;

  private final Path folder;
  private final boolean isNew;
  private Optional<RunLock> lock = Optional.empty();
  private Optional<RunStorage> storage = Optional.empty();

  private Mirror(Path folder, boolean isNew) {
    this.folder = folder;
    this.isNew = isNew;
  }

  /** Of a run that begins now, or goes on; what an earlier attempt showed is removed. */
  static Mirror of(Path folder) throws IOException {
    if (isMirror(folder)) {
      FileTree.remove(folder);
    }
    return new Mirror(folder, !Files.exists(folder));
  }

  /** Whether there is nothing in a folder but what was to be seen meanwhile. */
  static boolean isMirror(Path folder) {
    return Files.exists(folder.resolve(MARK));
  }

  /** Takes a file as it is now. */
  void show(Packet.Preview seen, Link link) throws IOException {
    if (!SHOWN.contains(seen.name()) || seen.size() < 0 || seen.size() > LARGEST_FILE) {
      throw new IOException("no file to be seen: %.100s".formatted(seen.name()));
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream((int) seen.size());
    link.bytesInto(content, seen.size());
    begin();
    if (seen.name().equals(MANIFEST)) {
      // That the run goes on is told by who has the right to write here.
      new RunFolder(folder).writeFor(content.toByteArray(), Owner.current());
    } else {
      WholeFile.write(folder.resolve(seen.name()), content::writeTo);
    }
  }

  private void begin() throws IOException {
    if (lock.isPresent()) {
      return;
    }
    if (isNew) {
      Files.createDirectories(folder);
      Files.createFile(folder.resolve(MARK));
      Files.createDirectories(new RunFolder(folder).charts());
    }
    lock = Optional.of(RunLock.acquire(folder, line -> {}));
  }

  /** Takes what is captured from now on. */
  void capture(CaptureSettings settings) {
    if (isNew && Runs.isRun(folder) && storage.isEmpty()) {
      RunFolder run = RunFolder.open(folder);
      RunStorage made =
          RunStorage.open(
              run.storageFile(), run.manifest().experiment().name() + "/" + folder.getFileName());
      storage = Optional.of(made);
      new CaptureWriter(made, settings);
    }
  }

  /** Takes what was captured at a step. */
  void capture(Packet.Captured captured, Link link) throws IOException {
    if (captured.size() < 0 || captured.size() > LARGEST_RECORD || captured.iteration() < 0) {
      throw new IOException("no capture: %s bytes".formatted(captured.size()));
    }
    ByteArrayOutputStream record = new ByteArrayOutputStream((int) captured.size());
    link.bytesInto(record, captured.size());
    storage.ifPresent(
        made -> made.put(CaptureReader.KIND, captured.iteration(), record::toByteArray));
  }

  /** Nothing more is shown; what was is left. */
  @Override
  public void close() {
    try {
      storage.ifPresent(RunStorage::close);
    } catch (UserError e) {
      // What is whole comes with the folder.
    } finally {
      lock.ifPresent(RunLock::close);
      storage = Optional.empty();
      lock = Optional.empty();
    }
  }
}
