package org.visualizingweights.storage;

/** Bytes that are not what was written. */
public final class DamagedException extends Exception {
  private static final long serialVersionUID = 1L;

  public DamagedException(String message) {
    super(message);
  }
}
