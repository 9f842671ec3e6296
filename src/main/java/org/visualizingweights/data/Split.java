package org.visualizingweights.data;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.visualizingweights.Count;
import org.visualizingweights.UserError;

/**
 * Which images of a set train the network and which are held out to validate it.
 *
 * @param training indices of images
 * @param validation indices of other images
 */
public record Split(int[] training, int[] validation) {

  /**
   * Shuffles the whole pool of images and divides it.
   *
   * @param images number of images in the pool
   * @param limit how many of the shuffled pool are used; all, where it is empty or more than there
   *     are
   * @param fraction of the images used that is held out, rounded down to whole images
   * @throws UserError where one of the two parts would be empty
   */
  public static Split of(int images, OptionalInt limit, double fraction, long seed) {
    int[] pool = IntStream.range(0, images).toArray();
    Randomness.shuffle(pool, Randomness.SPLIT.at(seed));
    int used = Math.min(images, limit.orElse(images));
    int validation = heldOut(used, fraction);
    if (validation < 1 || validation >= used) {
      throw UserError.badInput(
          "split %s leaves %s of %s for validation and %s for training; both need some"
              .formatted(fraction, validation, Count.of(used, "image"), used - validation));
    }
    return new Split(Arrays.copyOfRange(pool, validation, used), Arrays.copyOf(pool, validation));
  }

  /** How many of some images are held out: the fraction, rounded down. */
  public static int heldOut(int images, double fraction) {
    return (int) (images * fraction);
  }
}
