package org.visualizingweights.data.painting;

import java.util.SplittableRandom;

/**
 * A texture that fills a square: values from 0 to 1.
 *
 * @param kind of pattern
 * @param period of the pattern, in pixels
 * @param angle at which it lies, in radians
 */
record Texture(Pattern kind, double period, double angle) {
  enum Pattern {
    GRADIENT,
    CLOUDS,
    STRIPES,
    CHECKS,
    GRAIN
  }

  private static final Pattern[] KINDS = Pattern.values();

  static Texture random(SplittableRandom random) {
    return new Texture(
        KINDS[random.nextInt(KINDS.length)],
        3 * Math.exp(random.nextDouble(1.6)),
        random.nextDouble(Math.PI));
  }

  /** The same with another period and angle, near its own. */
  Texture varied(SplittableRandom random) {
    return new Texture(
        kind,
        period * Math.exp(random.nextDouble(-0.25, 0.25)),
        angle + random.nextDouble(-0.3, 0.3));
  }

  /** {@code [side, side]} values. */
  float[] draw(int side, SplittableRandom random) {
    float[] values = new float[side * side];
    // Some clouds in everything: nothing in a photograph is quite regular.
    float clouds = kind == Pattern.CLOUDS ? 1 : 0.35f;
    addNoise(values, side, side, 0.5f * clouds, random);
    addNoise(values, side, 2.5 * period, 0.5f * clouds, random);
    if (kind == Pattern.CLOUDS) {
      addNoise(values, side, period, 0.3f, random);
    } else if (kind == Pattern.GRAIN) {
      addNoise(values, side, 1 + period / 4, 0.6f, random);
    } else {
      addWaves(values, side, random);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, Math.min(1, 0.5f + values[i]));
    }
    return values;
  }

  /** Random values on a grid of the given step, smooth between them, of mean 0. */
  private static void addNoise(
      float[] values, int side, double step, float amplitude, SplittableRandom random) {
    int nodes = (int) (side / step) + 3;
    float[] grid = new float[nodes * nodes];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = amplitude * (2 * (random.nextInt() >>> 8) * 0x1p-24f - 1);
    }
    double offsetX = random.nextDouble();
    double offsetY = random.nextDouble();
    int[] left = new int[side];
    float[] share = new float[side];
    for (int column = 0; column < side; column++) {
      double at = column / step + offsetX;
      left[column] = (int) at;
      share[column] = smooth((float) (at - left[column]));
    }
    for (int row = 0; row < side; row++) {
      double at = row / step + offsetY;
      int top = (int) at;
      float below = smooth((float) (at - top));
      for (int column = 0; column < side; column++) {
        int node = top * nodes + left[column];
        float right = share[column];
        float upper = grid[node] + right * (grid[node + 1] - grid[node]);
        float lower = grid[node + nodes] + right * (grid[node + nodes + 1] - grid[node + nodes]);
        values[row * side + column] += upper + below * (lower - upper);
      }
    }
  }

  private static float smooth(float t) {
    return t * t * (3 - 2 * t);
  }

  private void addWaves(float[] values, int side, SplittableRandom random) {
    double length = kind == Pattern.GRADIENT ? 2 * side : period;
    float alongX = (float) (Math.cos(angle) / length);
    float alongY = (float) (Math.sin(angle) / length);
    float phase = (float) random.nextDouble();
    float across = (float) random.nextDouble();
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        float wave = triangle(phase + alongX * column + alongY * row);
        if (kind == Pattern.CHECKS) {
          wave = 2 * wave * triangle(across - alongY * column + alongX * row);
        }
        // Steeper than a triangle: stripes have edges.
        values[row * side + column] += Math.max(-0.5f, Math.min(0.5f, wave));
      }
    }
  }

  /** From -1 to 1 and back, once for each whole number. */
  private static float triangle(float t) {
    float part = t - (float) Math.floor(t);
    return 4 * Math.abs(part - 0.5f) - 1;
  }
}
