package org.visualizingweights.activations;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.visualizingweights.UserError;
import org.visualizingweights.storage.DamagedStorage;
import org.visualizingweights.storage.StorageReader;
import org.visualizingweights.storage.StorageReader.Extent;
import org.visualizingweights.storage.StorageReader.RecordReader;

/**
 * Reads what was captured in a run, all of it or a span of iterations, while the run may go on in
 * another process.
 */
public final class CaptureReader implements AutoCloseable {
  /** Tells captures from other records in one storage. */
  public static final String KIND = CaptureFormat.KIND;

  private static final String DAMAGED = "step %s is damaged and left out: %s";

  private final StorageReader storage;
  private final CaptureSettings settings;

  private CaptureReader(StorageReader storage, CaptureSettings settings) {
    this.storage = storage;
    this.settings = settings;
  }

  /**
   * Opens a run's storage.
   *
   * @throws UserError where there is no such file, or it is not a run's storage
   */
  public static CaptureReader open(Path file) {
    return StorageReader.open(
        file,
        storage -> {
          byte[] settings =
              storage
                  .header(CaptureFormat.KIND)
                  .orElseThrow(
                      () -> UserError.unavailable("the storage " + file + " holds no captures"));
          return new CaptureReader(storage, CaptureFormat.decodeSettings(settings));
        });
  }

  /** What was captured, and how. */
  public CaptureSettings settings() {
    return settings;
  }

  /** How far the captures go by now; empty where there is none yet. */
  public Optional<Extent> extent() {
    return storage.extent(CaptureFormat.KIND);
  }

  /**
   * Reads steps one by one; no more than one is in memory at a time.
   *
   * @param from the first iteration
   * @param to the last iteration, included; it need not exist
   * @param sink takes the steps in order of iteration, all of them as the settings say
   * @return what is damaged and was left out, one sentence each
   * @throws UserError where nothing can be read, or it was written by a later version
   */
  public List<String> read(int from, int to, Consumer<Step> sink) {
    return storage.read(CaptureFormat.KIND, from, to, DAMAGED, into(sink));
  }

  /**
   * Reads the steps that were written between two looks at the {@linkplain #extent() extent}.
   *
   * @param before as it was at the earlier look
   * @param now as it is
   * @param sink takes the steps in the order in which they were written; where one was captured
   *     again, it may come again
   * @return what is damaged and was left out, one sentence each
   * @throws UserError where nothing can be read, or it was written by a later version
   */
  public List<String> readWritten(Extent before, Extent now, Consumer<Step> sink) {
    return storage.readWritten(CaptureFormat.KIND, before, now, DAMAGED, into(sink));
  }

  /**
   * What was captured at some iterations, {@linkplain Step#pooled pooled}, as it is stored.
   *
   * @param from the first iteration
   * @param to the last iteration, included
   * @return empty where nothing was captured, or it is damaged
   * @throws UserError where nothing can be read
   */
  public Optional<byte[]> pooled(int from, int to) {
    List<Step> steps = new ArrayList<>();
    read(from, to, steps::add);
    return steps.isEmpty()
        ? Optional.empty()
        : Optional.of(CaptureFormat.encode(Step.pooled(steps)));
  }

  private RecordReader into(Consumer<Step> sink) {
    return (iteration, record) -> {
      Step step = CaptureFormat.decodeStep(record);
      if (step.iteration() != iteration || !settings.match(step)) {
        throw new DamagedStorage("it was captured in another way");
      }
      sink.accept(step);
    };
  }

  @Override
  public void close() {
    storage.close();
  }
}
