package org.nd4j.nativeblas;

/**
 * Answers a question of Deeplearning4j's where it asks it.
 *
 * <p>Deeplearning4j 1.0.0-M2.1 asks a class of this name whether ND4J was built with oneDNN, before
 * its layers use it ({@code BaseMKLDNNHelper}). The class has moved to another package since, and
 * not being found counts as no.
 *
 * <p>It is not in the project's jar but in one of its own, with the classifier {@code onednn}, as
 * in another program it changes how all of Deeplearning4j's layers compute.
 */
public final class Nd4jCpu {

  private Nd4jCpu() {}

  /** The part that is asked for, by reflection. */
  public static final class Environment {

    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    public static Environment getInstance() {
      return INSTANCE;
    }

    /** Whether ND4J's native library has oneDNN and is to use it. */
    public boolean isUseMKLDNN() {
      return org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu.Environment.getInstance().isUseONEDNN();
    }
  }
}
