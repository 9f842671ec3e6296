package org.visualizingweights.findings;

import java.util.List;
import java.util.Locale;

/** Numbers and names as sentences have them. */
final class Words {
  private static final double LARGE = 1e5;
  private static final double SMALL = 1e-3;

  private Words() {}

  /** A share, as {@code 34 %}; small ones with a digit more. */
  static String percent(double share) {
    double percent = share * 100;
    boolean small = percent != 0 && Math.abs(percent) < 9.95;
    return String.format(Locale.ROOT, small ? "%.1f %%" : "%.0f %%", percent);
  }

  /** A change beside what there was: as a share, and where that would be long, as a multiple. */
  static String change(double relative) {
    return relative < 2 ? percent(relative) : number(relative) + " times";
  }

  /** Three digits. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "infinity" : "-infinity";
    }
    double size = Math.abs(value);
    if (size != 0 && (size < SMALL || size >= LARGE)) {
      return String.format(Locale.ROOT, "%.1e", value).replace("e-0", "e-").replace("e+0", "e");
    }
    return String.format(
        Locale.ROOT,
        size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f",
        value);
  }

  /** As {@code conv1, conv2_x and conv3_x}. */
  static String list(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  /** Parts as one sentence, with a space before it; nothing where there are none. */
  static String sentence(List<String> parts) {
    String text = String.join("; ", parts);
    return text.isEmpty()
        ? ""
        : " " + text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }

  /** As {@code step 7} or {@code steps 7 to 22}. */
  static String steps(int from, int to) {
    return from == to ? "step " + from : "steps " + from + " to " + to;
  }
}
