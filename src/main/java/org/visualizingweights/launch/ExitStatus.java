package org.visualizingweights.launch;

/** How a process has ended, by its exit status. */
public final class ExitStatus {
  private static final int SIGNAL = 128;

  private ExitStatus() {}

  /**
   * Says it, behind the name of the process.
   *
   * @param status as {@link Process#exitValue} gives it
   */
  public static String inWords(int status) {
    return status > SIGNAL
        ? "was ended by signal %s".formatted(status - SIGNAL)
        : "ended with exit status %s".formatted(status);
  }
}
