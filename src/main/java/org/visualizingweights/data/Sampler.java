package org.visualizingweights.data;

/**
 * Turns an image's bytes into what the network sees: of its size, in three channels, normalised
 * with the mean and standard deviation of ImageNet.
 *
 * <p>Each pixel of the result is one bilinear sample of the source, whose edges are mirrored; the
 * centres of the corner pixels of both lie on each other (fastai v1 resizes in the same way, with
 * the {@code grid_sample} of PyTorch 1.0). A source more than twice as large as the result would
 * lose detail and is to be made smaller before.
 *
 * <p>Not for several threads at once.
 */
final class Sampler {
  static final int CHANNELS = 3;

  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] STD = {0.229f, 0.224f, 0.225f};
  private static final float[] SCALE = new float[CHANNELS];
  private static final float[] SHIFT = new float[CHANNELS];

  static {
    for (int c = 0; c < CHANNELS; c++) {
      SCALE[c] = 1 / STD[c];
      SHIFT[c] = -MEAN[c] / STD[c];
    }
  }

  private final int channels;
  private final int height;
  private final int width;
  private final int size;
  private final byte[] pixels;
  private final float[] source;
  private final float[] values;

  /**
   * @param size height and width of the result
   */
  Sampler(ImageSet images, int size) {
    this.channels = images.channels();
    this.height = images.height();
    this.width = images.width();
    this.size = size;
    this.pixels = new byte[channels * height * width];
    this.source = new float[pixels.length];
    this.values = new float[CHANNELS * size * size];
  }

  /**
   * Samples one image.
   *
   * @return {@code [3, size, size]}, valid until the next call
   */
  float[] sample(ImageSet images, int index, Augmentation augmentation) {
    images.read(index, pixels);
    for (int i = 0; i < pixels.length; i++) {
      source[i] = (pixels[i] & 0xff) / 255f;
    }
    for (int c = 0; c < channels; c++) {
      place(c, augmentation.place());
      if (!augmentation.lighting().equals(Lighting.NEUTRAL)) {
        light(c, augmentation.lighting());
      }
    }
    normalise();
    return values;
  }

  /** From pixels of the result to pixels of the source. */
  private Homography inPixels(Homography place) {
    double step = 2.0 / (size - 1);
    Homography grid = Homography.affine(step, 0, -1, 0, step, -1);
    double halfWidth = (width - 1) / 2.0;
    double halfHeight = (height - 1) / 2.0;
    Homography inSource = Homography.affine(halfWidth, 0, halfWidth, 0, halfHeight, halfHeight);
    return inSource.times(place).times(grid);
  }

  private void place(int channel, Homography place) {
    Homography map = inPixels(place);
    int target = channel * size * size;
    for (int row = 0; row < size; row++) {
      double x = map.xy() * row + map.x1();
      double y = map.yy() * row + map.y1();
      double w = map.wy() * row + map.w1();
      for (int column = 0; column < size; column++) {
        double scale = 1 / w;
        values[target++] = interpolate(channel, (float) (x * scale), (float) (y * scale));
        x += map.xx();
        y += map.yx();
        w += map.wx();
      }
    }
  }

  /** The value at a place of the source, from 0 to 1. */
  private float interpolate(int channel, float x, float y) {
    float insideX = mirror(x, width - 1);
    float insideY = mirror(y, height - 1);
    int left = (int) insideX;
    int top = (int) insideY;
    int right = Math.min(left + 1, width - 1);
    int bottom = Math.min(top + 1, height - 1);
    float rightShare = insideX - left;
    float bottomShare = insideY - top;
    int upper = (channel * height + top) * width;
    int lower = (channel * height + bottom) * width;
    float above = mix(source[upper + left], source[upper + right], rightShare);
    float below = mix(source[lower + left], source[lower + right], rightShare);
    return mix(above, below, bottomShare);
  }

  private static float mix(float a, float b, float shareOfB) {
    return a + shareOfB * (b - a);
  }

  /** Folds a coordinate at the centres of the first and the last pixel until it is inside. */
  private static float mirror(float coordinate, int last) {
    if (coordinate >= 0 && coordinate <= last) {
      return coordinate;
    }
    if (last == 0) {
      return 0;
    }
    float period = 2f * last;
    float folded = Math.abs(coordinate) % period;
    return folded <= last ? folded : period - folded;
  }

  private void light(int channel, Lighting lighting) {
    // Most of a drawing is pure black or white, which need no logarithm each.
    float black = lighting.apply(0);
    float white = lighting.apply(1);
    int end = (channel + 1) * size * size;
    for (int i = channel * size * size; i < end; i++) {
      float value = values[i];
      values[i] = value == 0 ? black : value == 1 ? white : lighting.apply(value);
    }
  }

  /** Normalises each channel; grey is repeated, from the last channel to the first. */
  private void normalise() {
    int area = size * size;
    for (int c = CHANNELS - 1; c >= 0; c--) {
      int from = channels == 1 ? 0 : c * area;
      for (int i = 0; i < area; i++) {
        values[c * area + i] = values[from + i] * SCALE[c] + SHIFT[c];
      }
    }
  }
}
