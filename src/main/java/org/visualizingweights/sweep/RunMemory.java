package org.visualizingweights.sweep;

/** How much memory the process of a run takes. */
public final class RunMemory {
  /** Of a ResNet-18 at a batch of 64, with the JVM around it. */
  public static final long BYTES = 1536L << 20;

  private RunMemory() {}
}
