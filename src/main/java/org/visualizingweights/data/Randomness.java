package org.visualizingweights.data;

import java.util.SplittableRandom;

/**
 * Random generators that follow from the seed of a run and from what they are for, never from the
 * order in which they are asked for.
 */
enum Randomness {
  SPLIT,
  ORDER,
  AUGMENTATION,
  DIGITS,
  FRACTALS;

  /** The generator for this use, at this place: an epoch, an image, or both. */
  SplittableRandom at(long seed, long... place) {
    long state = mix(seed ^ mix(ordinal() + 1));
    for (long coordinate : place) {
      state = mix(state + coordinate + 0x9e3779b97f4a7c15L);
    }
    return new SplittableRandom(state);
  }

  /** The numbers in random order, each order as likely as any other (Fisher and Yates). */
  static void shuffle(int[] numbers, SplittableRandom random) {
    for (int i = numbers.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int held = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = held;
    }
  }

  /** The finaliser of MurmurHash3 with Stafford's constants ("Mix13"): neighbours end far apart. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
