package org.visualizingweights.data;

import java.util.SplittableRandom;

/**
 * What happens to one training image: fastai v1's {@code get_transforms()} with its default values.
 *
 * <p>The formulas and their order are those of {@code fastai/vision/transform.py} and {@code
 * image.py}, version 1.0: the perspective is applied first to the coordinates of the result, then
 * the affine maps, all in one sampling; the lighting follows.
 *
 * @param place where each pixel is sampled
 * @param lighting of the sampled pixels
 */
record Augmentation(Homography place, Lighting lighting) {
  static final Augmentation NONE = new Augmentation(Homography.IDENTITY, Lighting.NEUTRAL);

  private static final double FLIP_PROBABILITY = 0.5;
  private static final double PROBABILITY = 0.75;
  private static final double MOST_DEGREES = 10;
  private static final double MOST_ZOOM = 1.1;
  private static final double MOST_WARP = 0.2;
  private static final double MOST_LIGHTING = 0.2;

  /** Draws one; each of its parts happens or not by itself. */
  static Augmentation random(SplittableRandom random) {
    Homography place = Homography.IDENTITY;
    if (happens(random, FLIP_PROBABILITY)) {
      place = Homography.flip();
    }
    if (happens(random, PROBABILITY)) {
      place = place.times(Homography.rotation(symmetric(random, MOST_DEGREES)));
    }
    if (happens(random, PROBABILITY)) {
      double factor = random.nextDouble(1, MOST_ZOOM);
      place = place.times(Homography.zoom(factor, random.nextDouble(), random.nextDouble()));
    }
    if (happens(random, PROBABILITY)) {
      place =
          place.times(
              Homography.warp(
                  symmetric(random, MOST_WARP),
                  symmetric(random, MOST_WARP),
                  symmetric(random, MOST_WARP),
                  symmetric(random, MOST_WARP)));
    }
    return new Augmentation(place, randomLighting(random));
  }

  private static Lighting randomLighting(SplittableRandom random) {
    double brightness =
        happens(random, PROBABILITY) ? 0.5 + symmetric(random, MOST_LIGHTING / 2) : 0.5;
    double mostContrast = -Math.log(1 - MOST_LIGHTING);
    double contrast = happens(random, PROBABILITY) ? Math.exp(symmetric(random, mostContrast)) : 1;
    return Lighting.of(brightness, contrast);
  }

  private static boolean happens(SplittableRandom random, double probability) {
    return random.nextDouble() < probability;
  }

  private static double symmetric(SplittableRandom random, double most) {
    return random.nextDouble(-most, most);
  }
}
