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
   * Takes a step; returns before it is on disk.
   *
   * @throws org.visualizingweights.UserError where the disk has failed
   */
  public void put(Step step) {
    storage.put(CaptureFormat.KIND, step.iteration(), () -> CaptureFormat.encode(step));
  }
}
