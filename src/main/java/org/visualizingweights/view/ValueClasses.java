package org.visualizingweights.view;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.visualizingweights.activations.Magnitudes;
import org.visualizingweights.activations.PowerCounts;
import org.visualizingweights.activations.VertexSum;

/**
 * The classes of values by sign and power of two, from the most negative to the most positive, that
 * some columns of a vertex use. The classes next to zero hold all that is smaller too.
 *
 * @param lowest power of two of the classes next to zero
 * @param highestNegative power of two of the first class; below the lowest where no value is
 *     negative
 * @param highestPositive power of two of the last class
 */
public record ValueClasses(int lowest, int highestNegative, int highestPositive) {
  /** Of all pictures of a page: about 6e-8. */
  private static final int LOWEST = -24;

  /**
   * Values from {@code from} to {@code to}; where both are zero, exactly zero.
   *
   * @param label for people
   */
  record ValueClass(String label, double from, double to) {}

  /** The classes in use. */
  static ValueClasses of(List<VertexSum> sums) {
    return new ValueClasses(
        LOWEST, highest(sums, Magnitudes::negative), highest(sums, Magnitudes::positive));
  }

  private static int highest(List<VertexSum> sums, Function<Magnitudes, PowerCounts> sign) {
    return sums.stream()
        .map(VertexSum::magnitudes)
        .map(sign)
        .filter(powers -> !powers.isEmpty())
        .mapToInt(powers -> Math.max(LOWEST, powers.end() - 1))
        .max()
        .orElse(LOWEST - 1);
  }

  /** What the classes are. */
  List<ValueClass> list() {
    List<ValueClass> classes = new ArrayList<>();
    for (int power = highestNegative; power >= lowest; power--) {
      ValueClass mirrored = positive(power);
      String label = minus(mirrored.to()) + " to " + minus(mirrored.from());
      classes.add(new ValueClass(label, -mirrored.to(), 0 - mirrored.from()));
    }
    classes.add(new ValueClass("0", 0, 0));
    for (int power = lowest; power <= highestPositive; power++) {
      classes.add(positive(power));
    }
    return classes;
  }

  private ValueClass positive(int power) {
    double from = power == lowest ? 0 : Math.scalb(1.0, power);
    double to = Math.scalb(1.0, power + 1);
    return new ValueClass(text(from) + " to " + text(to), from, to);
  }

  private static String minus(double size) {
    return size == 0 ? "0" : "−" + text(size);
  }

  /** Powers of two as people know them; those that are long, as powers. */
  private static String text(double powerOfTwo) {
    int power = Math.getExponent(powerOfTwo);
    if (powerOfTwo == 0) {
      return "0";
    }
    return power >= -3 && power <= 16
        ? String.valueOf(powerOfTwo).replaceFirst("\\.0$", "")
        : "2^" + String.valueOf(power).replace('-', '−');
  }

  /** The counts of a column in these classes. */
  public long[] counts(VertexSum sum) {
    long[] counts = new long[highestNegative - lowest + 1 + 1 + highestPositive - lowest + 1];
    Magnitudes magnitudes = sum.magnitudes();
    int i = 0;
    for (int power = highestNegative; power >= lowest; power--) {
      counts[i++] = count(magnitudes.negative(), power);
    }
    counts[i++] = magnitudes.tiny();
    for (int power = lowest; power <= highestPositive; power++) {
      counts[i++] = count(magnitudes.positive(), power);
    }
    return counts;
  }

  private long count(PowerCounts powers, int power) {
    return power == lowest ? powers.upTo(power) : powers.at(power);
  }
}
