package org.visualizingweights.run;

import java.util.regex.Pattern;

/**
 * What the user noted while a run went on.
 *
 * @param step the number of steps that were done by then
 * @param text of at most {@link #LONGEST} characters; may have several lines
 */
public record Note(int step, String text) {
  /** Characters of the longest text. */
  public static final int LONGEST = 1000;

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");

  /** A note of a text that may be too long, or have characters that no note has. */
  public static Note cut(int step, String text) {
    String shown = CONTROL.matcher(text).replaceAll(" ");
    return new Note(step, shown.length() > LONGEST ? shown.substring(0, LONGEST - 1) + "…" : shown);
  }

  public Note {
    if (step < 0) {
      throw new IllegalArgumentException("no note was made after %s steps".formatted(step));
    }
    if (text == null || text.isBlank() || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a note has 1 to %s characters, not %s"
              .formatted(LONGEST, text == null || text.isBlank() ? "none" : text.length()));
    }
    if (CONTROL.matcher(text).find()) {
      throw new IllegalArgumentException("a note has no control characters but \\n and \\t");
    }
  }
}
