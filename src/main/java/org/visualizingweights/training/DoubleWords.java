package org.visualizingweights.training;

/**
 * Doubles as floats that lose nothing: each as four words of 16 bits, of which every float is one.
 */
final class DoubleWords {
  static final int PER_DOUBLE = 4;
  private static final int MASK = (1 << Short.SIZE) - 1;

  private DoubleWords() {}

  static float[] of(double[] values) {
    float[] words = new float[Math.multiplyExact(values.length, PER_DOUBLE)];
    for (int i = 0; i < words.length; i++) {
      long bits = Double.doubleToRawLongBits(values[i / PER_DOUBLE]);
      words[i] = bits >>> (i % PER_DOUBLE * Short.SIZE) & MASK;
    }
    return words;
  }

  static double[] doubles(float[] words) {
    double[] values = new double[words.length / PER_DOUBLE];
    for (int i = 0; i < values.length; i++) {
      long bits = 0;
      for (int word = 0; word < PER_DOUBLE; word++) {
        bits |= (long) words[i * PER_DOUBLE + word] << (word * Short.SIZE);
      }
      values[i] = Double.longBitsToDouble(bits);
    }
    return values;
  }
}
