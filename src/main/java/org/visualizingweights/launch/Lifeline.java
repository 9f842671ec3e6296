package org.visualizingweights.launch;

/**
 * Ties the program to the {@link Launcher} that started it, and to the limits that it was given.
 *
 * <p>A launcher that is killed outright cannot tell the program to end; so the program watches it.
 */
public final class Lifeline {
  /** The system property with the launcher's process id. */
  static final String PARENT = "launch.parent";

  private static final int TERMINATED = 143;
  private static final int LOOK_EVERY_MILLIS = 500;

  private Lifeline() {}

  /**
   * Ends this JVM where it may open too few files, as nothing would say so later; ends it, shutdown
   * hooks included, when its launcher is gone; and says what to do where memory runs out on a
   * thread that nobody watches. The first thing that {@code main} does.
   *
   * <p>Without a launcher, there is none to watch.
   */
  public static void attach() {
    Thread.setDefaultUncaughtExceptionHandler(Lifeline::uncaught);
    Failure.tooFewFilesAllowed()
        .ifPresent(
            problem -> {
              System.err.println(problem);
              System.exit(Failure.STATUS);
            });
    Long launcher = Long.getLong(PARENT);
    if (launcher != null) {
      Thread watch = new Thread(() -> endAfter(launcher), "lifeline");
      watch.setDaemon(true);
      watch.start();
    }
  }

  private static void endAfter(long launcher) {
    try {
      while (!isGone(launcher)) {
        Thread.sleep(LOOK_EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      return; // nobody does
    }
    System.err.println("The program ends, as the one that started it is gone.");
    System.exit(TERMINATED);
  }

  /**
   * A process whose parent is gone gets another, or, on Windows, none. Where no file can be opened,
   * none is found, either; but then not even this process seems alive.
   */
  private static boolean isGone(long launcher) {
    ProcessHandle self = ProcessHandle.current();
    return self.parent().map(parent -> parent.pid() != launcher).orElseGet(self::isAlive);
  }

  private static void uncaught(Thread thread, Throwable problem) {
    int status = Failure.report(problem);
    if (problem instanceof OutOfMemoryError) {
      System.exit(status);
    }
  }
}
