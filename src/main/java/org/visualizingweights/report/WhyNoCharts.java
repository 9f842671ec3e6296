package org.visualizingweights.report;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says why Java cannot draw here, and what helps: fonts, or not to look for a display. */
final class WhyNoCharts {
  private static final Pattern DISPLAY =
      Pattern.compile("X11|libX|libxcb|xawt|DISPLAY|GraphicsEnvironment");

  private WhyNoCharts() {}

  /** In two sentences. */
  static String of(Throwable problem) {
    Throwable first =
        Stream.iterate(problem, cause -> cause != null, Throwable::getCause)
            .reduce((outer, inner) -> inner)
            .orElse(problem);
    return DISPLAY.matcher(first.toString()).find()
        ? ("Java does not get at the display that the variable DISPLAY names (%s), so no chart can"
                + " be drawn. None is needed: unset DISPLAY, or start Java with"
                + " -Djava.awt.headless=true")
            .formatted(first)
        : ("Java finds no fonts (%s), so no chart can be drawn. On Debian and Ubuntu: apt-get"
                + " install fontconfig fonts-dejavu-core")
            .formatted(first);
  }
}
