package org.visualizingweights.experiment;

import static java.util.function.Predicate.not;

import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.visualizingweights.Key;
import org.visualizingweights.PlainNumber;

/** The numbers that a key allows; infinite ones never are. */
record Range(double least, double above, double below, double most) {

  static Range of(Key key) {
    return new Range(key.least(), key.above(), key.below(), key.most());
  }

  boolean allows(double number) {
    return Double.isFinite(number)
        && number >= least
        && number > above
        && number < below
        && number <= most;
  }

  /** A number that is allowed. */
  double example() {
    return DoubleStream.of(0, 1, least, most, (above + below) / 2)
        .filter(this::allows)
        .findFirst()
        .orElseThrow();
  }

  /** For messages. */
  String words() {
    String bounds = bounds();
    return bounds.isEmpty() ? "a finite number" : "a number" + bounds;
  }

  /** For messages, after the word for what is in the range; empty where any number is. */
  String bounds() {
    String bounds =
        Stream.of(
                bound("above", above),
                bound("of at least", least),
                bound("below", below),
                bound("of at most", most))
            .filter(not(String::isEmpty))
            .collect(Collectors.joining(" and "));
    return bounds.isEmpty() ? "" : " " + bounds;
  }

  private static String bound(String words, double number) {
    return Double.isInfinite(number) ? "" : words + " " + PlainNumber.of(number);
  }
}
