package org.visualizingweights;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people read them, wherever they are. */
public final class UtcTime {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private UtcTime() {}

  /** As {@code 2026-11-23 10:15:30 UTC}. */
  public static String of(Instant time) {
    return FORM.format(time);
  }
}
