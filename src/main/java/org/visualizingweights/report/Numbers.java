package org.visualizingweights.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.visualizingweights.Count;

/** Numbers as people read them. */
final class Numbers {
  private Numbers() {}

  /** As {@code step 7} or {@code steps 7 to 1,638}. */
  static String steps(int from, int to) {
    return from == to
        ? "step " + Count.of(from)
        : "steps " + Count.of(from) + " to " + Count.of(to);
  }

  /** A share in percent; what is not quite none or all never reads 0% or 100%. */
  static String percent(double share) {
    if (Double.isNaN(share)) {
      return "unknown";
    }
    double percent = 100 * share;
    if (percent > 0 && percent < 0.1) {
      return "<0.1%";
    }
    if (percent < 100 && percent > 99.9) {
      return ">99.9%";
    }
    return percent == 0 || percent == 100
        ? Math.round(percent) + "%"
        : String.format(Locale.ROOT, "%.1f%%", percent);
  }

  /** At most three significant digits, short enough for an axis: 0.103, 42.4, 3.5k, 1.2M, 1e-5. */
  static String value(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    double size = Math.abs(value);
    String sign = value < 0 ? "−" : "";
    if (size == 0) {
      return "0";
    }
    if (size < 0.000_999_5 || size >= 999_500_000) {
      return sign + scientific(size);
    }
    if (size < 999.5) {
      return sign + digits(size);
    }
    return sign + (size < 999_500 ? digits(size / 1e3) + "k" : digits(size / 1e6) + "M");
  }

  private static String scientific(double size) {
    String[] parts = String.format(Locale.ROOT, "%.1e", size).split("e");
    String mantissa = parts[0].endsWith(".0") ? parts[0].replace(".0", "") : parts[0];
    return mantissa + "e" + Integer.parseInt(parts[1]);
  }

  private static String digits(double size) {
    return new BigDecimal(size).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }
}
