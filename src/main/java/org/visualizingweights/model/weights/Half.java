package org.visualizingweights.model.weights;

/** IEEE 754's 16-bit floating point numbers, which Java has no methods for before version 20. */
public final class Half {
  private static final int INFINITY = 0x7c00;
  private static final int NAN = 0x7e00;

  /** The bits of the float from which on the nearest half is infinite: 65,520. */
  private static final int TOO_LARGE = 0x477ff000;

  /** The bits of the smallest normal half: 2 to the power of -14. */
  private static final int SMALLEST_NORMAL = 0x38800000;

  /** What the exponents' biases, 127 and 15, differ by. */
  private static final int BIAS = 112;

  private Half() {}

  public static float toFloat(short half) {
    int exponent = half >> 10 & 0x1f;
    int mantissa = half & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> mantissa * 0x1p-24f;
          case 0x1f -> mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Float.intBitsToFloat(exponent + BIAS << 23 | mantissa << 13);
        };
    return half < 0 ? -magnitude : magnitude;
  }

  /** The nearest half, the even one of two that are equally near. */
  static short of(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    return (short) (sign | magnitude(Float.floatToIntBits(Math.abs(value))));
  }

  private static int magnitude(int bits) {
    if (bits > 0x7f800000) {
      return NAN;
    }
    if (bits >= TOO_LARGE) {
      return INFINITY;
    }
    if (bits < SMALLEST_NORMAL) {
      return (int) Math.rint(Float.intBitsToFloat(bits) * 0x1p24);
    }
    int even = bits >> 13 & 1;
    return (bits + 0xfff + even >> 13) - (BIAS << 10);
  }
}
