package org.visualizingweights.activations;

/** The order of all floats that are not NaN, as consecutive integers. */
final class Floats {
  private Floats() {}

  /** The place of a value among all floats; -0.0 comes just before 0.0, whose rank is 0. */
  static int rank(float value) {
    return rankOfBits(Float.floatToRawIntBits(value));
  }

  /**
   * The rank of the value with these bits; that of a NaN is beyond infinity, on its sign's side.
   */
  static int rankOfBits(int bits) {
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  /** The values at these ranks. */
  static float[] ofRanks(int[] ranks) {
    float[] values = new float[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      values[i] = ofRank(ranks[i]);
    }
    return values;
  }

  /** The value at a rank. */
  static float ofRank(int rank) {
    return Float.intBitsToFloat(rank ^ ((rank >> 31) & Integer.MAX_VALUE));
  }
}
