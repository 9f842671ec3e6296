package org.visualizingweights.experiment;

import java.util.function.DoublePredicate;

/**
 * The numbers that a key allows; infinite ones never are.
 *
 * @param words for messages
 * @param test answers for finite numbers
 * @param example a number that is allowed
 */
record Range(String words, DoublePredicate test, double example) {
  static final Range ANY = new Range("a finite number", x -> true, 0);
  static final Range POSITIVE = new Range("a number above 0", x -> x > 0, 1);
  static final Range NOT_NEGATIVE = new Range("a number of at least 0", x -> x >= 0, 0);
  static final Range FRACTION = new Range("a number above 0 and below 1", x -> x > 0 && x < 1, 0.5);
  static final Range DECAY =
      new Range("a number of at least 0 and below 1", x -> x >= 0 && x < 1, 0);

  boolean allows(double number) {
    return Double.isFinite(number) && test.test(number);
  }
}
