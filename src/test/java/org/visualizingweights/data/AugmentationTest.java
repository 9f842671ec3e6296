package org.visualizingweights.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Ranges and probabilities are those of fastai v1's get_transforms(). */
class AugmentationTest {
  private static final int MANY = 20_000;

  @Test
  void halfOfTheImagesAreFlipped() {
    SplittableRandom random = new SplittableRandom(1);
    int flipped = 0;
    for (int i = 0; i < MANY; i++) {
      Homography place = Augmentation.random(random).place();
      double[] left = place.apply(-1, 0);
      double[] right = place.apply(1, 0);
      flipped += left[0] > right[0] ? 1 : 0;
    }
    assertThat((double) flipped / MANY).isCloseTo(0.5, within(0.02));
  }

  @Test
  void eachPartHappensToThreeQuartersOfTheImages() {
    SplittableRandom random = new SplittableRandom(1);
    int straight = 0;
    int neutral = 0;
    for (int i = 0; i < MANY; i++) {
      Augmentation augmentation = Augmentation.random(random);
      straight += augmentation.place().wx() == 0 && augmentation.place().wy() == 0 ? 1 : 0;
      neutral += augmentation.lighting().equals(Lighting.NEUTRAL) ? 1 : 0;
    }
    assertThat((double) straight / MANY).isCloseTo(0.25, within(0.02)); // no perspective
    assertThat((double) neutral / MANY).isCloseTo(0.0625, within(0.01)); // 0.25 squared
  }

  @Test
  void lightingStaysInItsRange() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < MANY; i++) {
      Lighting lighting = Augmentation.random(random).lighting();
      assertThat(lighting.scale()).isBetween(0.8, 1.25);
      assertThat(lighting.shift()).isBetween(-Math.log(1.5), Math.log(1.5)); // logit(0.4), (0.6)
    }
  }

  @Test
  void theMiddleOfTheImageStaysNearTheMiddle() {
    // At most 1 - 1/1.1 by the zoom, and a fifth by the warp.
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < MANY; i++) {
      double[] middle = Augmentation.random(random).place().apply(0, 0);
      assertThat(middle[0]).isBetween(-0.35, 0.35);
      assertThat(middle[1]).isBetween(-0.35, 0.35);
    }
  }
}
