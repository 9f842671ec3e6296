package org.visualizingweights.sweep.results;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Figures of repeats as people read them, in as many digits as they are worth. */
final class Rounded {
  private static final double LARGE = 1e6;
  private static final double SMALL = 1e-4;

  /** Digits of a standard deviation; its mean has as many decimals. */
  private static final int DIGITS_OF_SPREAD = 2;

  private static final int DIGITS = 3;
  private static final int MOST_DECIMALS = 6;

  private Rounded() {}

  /**
   * As {@code 3.21 ± 0.45 (0.36)}: the mean, half of the width of its 95 % interval, and the
   * standard deviation. One run has neither of the latter, and that is said.
   *
   * @param times so many times as large are figures shown
   */
  static String mean(Sample sample, double times) {
    if (sample.n() == 0) {
      return "–";
    }
    double mean = times * sample.mean();
    if (!sample.hasSpread()) {
      return value(mean) + " (one run)";
    }
    double half = times * sample.halfWidth();
    double deviation = times * sample.deviation();
    int decimals = decimals(deviation);
    if (deviation == 0 || decimals > MOST_DECIMALS || Math.max(Math.abs(mean), half) >= LARGE) {
      return "%s ± %s (%s)".formatted(value(mean), value(half), value(deviation));
    }
    String form = "%." + decimals + "f";
    return String.format(
        Locale.ROOT, form + " ± " + form + " (" + form + ")", mean, half, deviation);
  }

  private static int decimals(double deviation) {
    int power = deviation > 0 ? (int) Math.floor(Math.log10(deviation)) : 0;
    return Math.max(0, DIGITS_OF_SPREAD - 1 - power);
  }

  /** As {@code 12.3 (2.3 to 4.1e8)}: the median, the smallest and the largest. */
  static String median(Sample sample) {
    return switch (sample.n()) {
      case 0 -> "–";
      case 1 -> value(sample.median()) + " (one run)";
      default ->
          "%s (%s to %s)"
              .formatted(value(sample.median()), value(sample.smallest()), value(sample.largest()));
    };
  }

  /** Three digits. */
  private static String value(double value) {
    double size = Math.abs(value);
    if (size != 0 && (size < SMALL || size >= LARGE)) {
      return String.format(Locale.ROOT, "%.1e", value)
          .replaceAll("e([-+])0?", "e$1")
          .replace("+", "");
    }
    if (size == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS));
    int decimals = DIGITS - rounded.precision() + rounded.scale();
    return rounded.setScale(Math.max(0, decimals)).toPlainString();
  }
}
