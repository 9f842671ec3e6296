package org.visualizingweights;

import java.util.regex.Pattern;

/**
 * What can be shown of a text that anybody may have written: neither control characters, which XML
 * does not allow and a terminal obeys, nor those that turn the direction of whatever follows.
 */
public final class Visible {
  /** But the joiners are, which some scripts are written with. */
  private static final Pattern HIDDEN =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Cn}\\p{Cf}&&[^\\u200C\\u200D]]");

  private static final Pattern HIDDEN_IN_LINES =
      Pattern.compile("(?![\\r\\n\\t])" + HIDDEN.pattern());

  private static final String SIGN = "\uFFFD";

  private Visible() {}

  /** The text with a sign in place of each character that cannot be seen. */
  public static String of(String text) {
    return HIDDEN.matcher(text).replaceAll(SIGN);
  }

  /** The same of a text that may have several lines. */
  public static String ofLines(String text) {
    return HIDDEN_IN_LINES.matcher(text).replaceAll(SIGN);
  }

  /** Whether each of its characters can be seen. */
  public static boolean all(String text) {
    return !HIDDEN.matcher(text).find();
  }
}
