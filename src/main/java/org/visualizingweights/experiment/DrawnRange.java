package org.visualizingweights.experiment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.visualizingweights.experiment.Node.Scalar;
import org.visualizingweights.experiment.Node.Scalar.Type;
import org.visualizingweights.experiment.Variation.Choice;
import org.visualizingweights.experiment.Variation.Choices;

/**
 * Numbers between two ends, of which some are drawn, rounded to four significant digits.
 *
 * @param location where it was written
 * @param low end, which can be drawn
 * @param high end, which can be drawn
 * @param logarithmic whether the number's logarithm is uniform, rather than the number
 * @param whole whether all are whole numbers
 */
record DrawnRange(Location location, double low, double high, boolean logarithmic, boolean whole)
    implements Choices {
  private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  /** How often a number that rounding takes out of the range is drawn anew. */
  private static final int ATTEMPTS = 1000;

  @Override
  public Choice draw(Random random) {
    BigDecimal number = rounded(random);
    for (int i = 0; i < ATTEMPTS && !contains(number.doubleValue()); i++) {
      number = rounded(random);
    }
    // Of a range in which no number is that short, its low end.
    String text =
        ValueText.number(contains(number.doubleValue()) ? number : BigDecimal.valueOf(low));
    return new Choice(new Scalar(location, Type.NUMBER, text), text);
  }

  private boolean contains(double number) {
    return number >= low && number <= high;
  }

  private BigDecimal rounded(Random random) {
    double end = whole ? high + 1 : high;
    double share = random.nextDouble();
    // StrictMath, as Math need not give the same on every machine.
    double number =
        logarithmic
            ? StrictMath.exp(
                StrictMath.log(low) + share * (StrictMath.log(end) - StrictMath.log(low)))
            : low + share * (end - low);
    return BigDecimal.valueOf(whole ? Math.floor(number) : number).round(DIGITS);
  }
}
