package org.visualizingweights.launch;

/**
 * What the program logs: little, unless {@code -Dlog=info} or the like asks for more.
 *
 * <p>Logback would find a file at the root of the class path by itself; but there it would find it
 * in every program that has this project's jar.
 */
public final class Logging {
  private static final String FILE = "logback.configurationFile";

  private Logging() {}

  /** Has to be called before anything logs. A configuration that the user names stays. */
  public static void configure() {
    if (System.getProperty(FILE) == null) {
      System.setProperty(FILE, "org/visualizingweights/launch/logback.xml");
    }
  }
}
