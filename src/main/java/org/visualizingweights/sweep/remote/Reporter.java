package org.visualizingweights.sweep.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.CaptureReader;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Runs;

/**
 * Tells now and then what is to be seen of a run while it goes on: its manifest and metrics where
 * they have changed, and what was captured, several steps pooled where there are many.
 */
final class Reporter implements Runnable, AutoCloseable {
  private static final long PAUSE_MILLIS = 2000;

  /** In a whole run, of each layer; a strip that is looked at meanwhile has no more columns. */
  private static final int COLUMNS = 200;

  /** The manifest last: with it, the folder is a run's. */
  private static final List<String> FILES =
      List.of(RunFolder.EXPERIMENT, "metrics.csv", "manifest.json");

  private final Path folder;
  private final Link link;
  private final Map<String, byte[]> told = new HashMap<>();
  private volatile int planned;
  private int every;
  private int next;
  private boolean closed;

  Reporter(Path folder, Link link) {
    this.folder = folder;
    this.link = link;
  }

  /** How many steps the run will have is known. */
  void planned(int steps) {
    planned = steps;
  }

  @Override
  public void run() {
    try {
      while (tell()) {
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException e) {
      link.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean tell() throws IOException {
    if (closed) {
      return false;
    }
    if (Runs.isRun(folder)) {
      for (String name : FILES) {
        tell(name);
      }
      captures();
    }
    return true;
  }

  private void tell(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return;
    }
    byte[] content = Files.readAllBytes(file);
    if (!Arrays.equals(content, told.put(name, content))) {
      link.send(new Packet.Preview(name, content.length), new ByteArrayInputStream(content));
    }
  }

  private void captures() throws IOException {
    if (planned == 0) {
      return;
    }
    try (CaptureReader captures = CaptureReader.open(RunFolder.open(folder).storageFile())) {
      if (every == 0) {
        CaptureSettings settings = captures.settings();
        every = settings.every() * ((planned - 1) / (settings.every() * COLUMNS) + 1);
        link.send(new Packet.Capturing(settings.every(every)));
      }
      int last = captures.extent().map(extent -> extent.last()).orElse(-1);
      for (int end = next + every; end <= last; end += every) {
        captured(captures.pooled(next, end - 1));
        next = end;
      }
    } catch (UserError e) {
      // It is not there yet, or cannot be read for a moment: it comes with the folder.
    }
  }

  private void captured(Optional<byte[]> record) throws IOException {
    if (record.isPresent()) {
      byte[] bytes = record.get();
      link.send(new Packet.Captured(next, bytes.length), new ByteArrayInputStream(bytes));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
