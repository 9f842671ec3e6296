package org.visualizingweights.launch;

/**
 * Ties the program to the {@link Launcher} that started it, and to its heap's limit.
 *
 * <p>A launcher that is killed outright cannot tell the program to end; so the program watches it.
 */
public final class Lifeline {
  /** The system property with the launcher's process id. */
  static final String PARENT = "launch.parent";

  private static final int FAILED = 1;
  private static final int TERMINATED = 143;

  private Lifeline() {}

  /**
   * Ends this JVM, shutdown hooks included, when its launcher is gone; and says what to do where
   * memory runs out on a thread that nobody watches. The first thing that {@code main} does.
   *
   * <p>Without a launcher, there is none to watch.
   */
  public static void attach() {
    Thread.setDefaultUncaughtExceptionHandler(Lifeline::uncaught);
    Long launcher = Long.getLong(PARENT);
    if (launcher != null) {
      // A thread of its own: the one that completes onExit() also serves every process that the
      // shutdown hooks may start.
      Thread watch = new Thread(() -> endAfter(launcher), "lifeline");
      watch.setDaemon(true);
      watch.start();
    }
  }

  private static void endAfter(long launcher) {
    ProcessHandle.of(launcher).ifPresent(process -> process.onExit().join());
    System.exit(TERMINATED);
  }

  private static void uncaught(Thread thread, Throwable problem) {
    if (problem instanceof OutOfMemoryError) {
      System.err.printf(
          "%nOut of memory: %s. Try a smaller batch-size, limit or image-size, or allow the heap"
              + " more: -Djvm.args=-Xmx4g (now %d MB).%n",
          problem.getMessage(), Runtime.getRuntime().maxMemory() >> 20);
      System.exit(FAILED);
    }
    System.err.printf("Exception in thread \"%s\" ", thread.getName());
    problem.printStackTrace();
  }
}
