package org.visualizingweights.storage;

/** Bytes that are not what was written. */
public final class DamagedStorage extends Exception {
  private static final long serialVersionUID = 1L;

  public DamagedStorage(String message) {
    super(message);
  }
}
