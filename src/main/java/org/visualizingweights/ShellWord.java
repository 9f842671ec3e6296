package org.visualizingweights;

import java.util.regex.Pattern;

/** Writes a text so that a shell takes it for one word, for commands that people copy. */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum}_./:=+,@%-]+");

  private ShellWord() {}

  /** The text itself where it is plain, and else in single quotes. */
  public static String of(Object text) {
    String word = text.toString();
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
