package org.visualizingweights;

import java.math.BigDecimal;

/** Numbers as people write them in files: {@code 0.00001} rather than {@code 1.0E-5}. */
public final class PlainNumber {
  private PlainNumber() {}

  /** All digits that the number has, and no power of ten. */
  public static String of(double number) {
    return Double.isFinite(number)
        ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
        : Double.toString(number);
  }
}
