package org.visualizingweights.activations;

import org.visualizingweights.storage.RunStorage;

/** Writes what is captured in a run to its storage. */
public final class CaptureWriter {
  private final RunStorage storage;

  /** Writes what is to be captured, and how; returns when that can be read. */
  public CaptureWriter(RunStorage storage, CaptureSettings settings) {
    this.storage = storage;
    storage.putHeader(CaptureFormat.KIND, CaptureFormat.encode(settings));
    storage.flush();
  }

  /**
   * Keeps fewer steps from now on, and of those that were written.
   *
   * @param settings the same, but for how often
   * @throws org.visualizingweights.UserError where the disk has failed
   */
  public void thin(CaptureSettings settings) {
    storage.thin(CaptureFormat.KIND, CaptureFormat.encode(settings), settings.every());
  }

  /**
   * Takes a step; returns before it is on disk.
   *
   * @throws org.visualizingweights.UserError where the disk has failed
   */
  public void put(Step step) {
    storage.put(CaptureFormat.KIND, step.iteration(), () -> CaptureFormat.encode(step));
  }
}
