package org.visualizingweights;

import java.util.Locale;

/** How many there are of something, in words: {@code 1 step}, {@code 1,638 steps}. */
public final class Count {
  private Count() {}

  /** A number alone: {@code 1,638}. */
  public static String of(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /**
   * A count of what has a plural in s.
   *
   * @param one what it is called where there is one
   */
  public static String of(long number, String one) {
    return of(number, one, one + "s");
  }

  /**
   * A count.
   *
   * @param one what it is called where there is one
   * @param more what it is called otherwise
   */
  public static String of(long number, String one, String more) {
    return of(number) + " " + (number == 1 ? one : more);
  }
}
