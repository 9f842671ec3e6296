package org.visualizingweights.data.painting;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * An iterated function system: a few affine maps of the plane, each of which shrinks, and with them
 * a fractal, the one set that their images of it make up.
 *
 * <p>Maps are drawn by their singular values, whose weighted sum decides whether a fractal has
 * dimensions worth looking at: Anderson and Farrell, <a
 * href="https://arxiv.org/abs/2110.03091">Improving Fractal Pre-training</a>, section 3.
 */
final class IteratedFunctions {
  private static final int FEWEST_MAPS = 2;
  private static final int MOST_MAPS = 5;
  private static final float LARGEST_FACTOR = 0.9f;

  /** Points before the first that is kept, which is then as good as on the fractal. */
  private static final int APPROACH = 16;

  private static final int CHOICES = 256;

  private final Map[] maps;

  /** Which map comes next, by eight random bits. */
  private final byte[] choices = new byte[CHOICES];

  /** {@code (x, y)} becomes {@code (xx x + xy y + x1, yx x + yy y + y1)}. */
  private record Map(float xx, float xy, float x1, float yx, float yy, float y1) {
    static Map of(double turn, double large, double small, double twist, double x1, double y1) {
      double c = Math.cos(turn);
      double s = Math.sin(turn);
      double p = Math.cos(twist);
      double q = Math.sin(twist);
      return new Map(
          (float) (c * large * p - s * small * q),
          (float) (-c * large * q - s * small * p),
          (float) x1,
          (float) (s * large * p + c * small * q),
          (float) (-s * large * q + c * small * p),
          (float) y1);
    }

    /** Turned, made larger or smaller, and moved a little; still one that shrinks. */
    Map varied(double strength, SplittableRandom random) {
      double angle = strength * random.nextDouble(-1, 1);
      double factor = 1 + 0.5 * strength * random.nextDouble(-1, 1);
      float c = (float) (factor * Math.cos(angle));
      float s = (float) (factor * Math.sin(angle));
      return new Map(
          c * xx - s * yx,
          c * xy - s * yy,
          x1 + (float) (strength * random.nextDouble(-1, 1)),
          s * xx + c * yx,
          s * xy + c * yy,
          y1 + (float) (strength * random.nextDouble(-1, 1)));
    }

    double area() {
      return Math.abs(xx * yy - xy * yx);
    }
  }

  /**
   * Points of a fractal.
   *
   * @param tint of each point, from 0 to 1: which maps led to it, the last one above all
   */
  record Points(float[] x, float[] y, float[] tint) {
    int count() {
      return x.length;
    }
  }

  private IteratedFunctions(Map[] maps) {
    this.maps = maps;
    // By area, so that points lie about evenly; a map of hardly any area gets its share too.
    double total = 0;
    for (Map map : maps) {
      total += map.area() + 0.02;
    }
    double below = 0;
    int from = 0;
    for (int i = 0; i < maps.length; i++) {
      below += maps[i].area() + 0.02;
      int to = i == maps.length - 1 ? CHOICES : (int) Math.round(CHOICES * below / total);
      Arrays.fill(choices, from, to, (byte) i);
      from = to;
    }
  }

  /** Draws until one is neither a thin line, nor dust, nor a blot. */
  static IteratedFunctions random(SplittableRandom random) {
    while (true) {
      IteratedFunctions drawn = new IteratedFunctions(maps(random));
      if (Spread.of(drawn.points(1000, random)).isWorthSeeing()) {
        return drawn;
      }
    }
  }

  private static Map[] maps(SplittableRandom random) {
    int count = random.nextInt(FEWEST_MAPS, MOST_MAPS + 1);
    double[] large = new double[count];
    double[] small = new double[count];
    double weight;
    do {
      weight = 0;
      for (int i = 0; i < count; i++) {
        large[i] = random.nextDouble(0.2, LARGEST_FACTOR);
        small[i] = random.nextDouble(0.1, large[i]);
        weight += large[i] + 2 * small[i];
      }
    } while (weight < (5 + count) / 2.0 || weight > (6 + count) / 2.0);
    Map[] maps = new Map[count];
    for (int i = 0; i < count; i++) {
      maps[i] =
          Map.of(
              random.nextDouble(2 * Math.PI),
              large[i],
              random.nextBoolean() ? small[i] : -small[i],
              random.nextDouble(2 * Math.PI),
              random.nextDouble(-1, 1),
              random.nextDouble(-1, 1));
    }
    return maps;
  }

  /**
   * The same with every map changed a little.
   *
   * @param strength the most that a map is turned by, in radians, and moved by; it is scaled by
   *     half of that; below 0.2, which leaves every map one that shrinks
   */
  IteratedFunctions varied(double strength, SplittableRandom random) {
    Map[] varied = new Map[maps.length];
    for (int i = 0; i < varied.length; i++) {
      varied[i] = maps[i].varied(strength, random);
    }
    return new IteratedFunctions(varied);
  }

  /** Points at random, each the image of the one before by one of the maps. */
  Points points(int count, SplittableRandom random) {
    float[] xs = new float[count];
    float[] ys = new float[count];
    float[] tints = new float[count];
    float tintStep = 1f / (maps.length - 1);
    float x = 0;
    float y = 0;
    float tint = 0.5f;
    long bits = 0;
    for (int i = -APPROACH; i < count; i++) {
      bits = (i & 7) == 0 ? random.nextLong() : bits >>> 8;
      int choice = choices[(int) bits & 0xff];
      Map map = maps[choice];
      float nextX = map.xx * x + map.xy * y + map.x1;
      y = map.yx * x + map.yy * y + map.y1;
      x = nextX;
      tint = 0.4f * tint + 0.6f * choice * tintStep;
      if (i >= 0) {
        xs[i] = x;
        ys[i] = y;
        tints[i] = tint;
      }
    }
    return new Points(xs, ys, tints);
  }

  /**
   * Where points lie.
   *
   * @param deviation the root of the mean square of their distances from their mean, per axis
   * @param flatness the smallest variance in any direction as a part of the largest
   * @param filled the part of 16 x 16 cells around them that have any
   */
  record Spread(double meanX, double meanY, double deviation, double flatness, double filled) {
    private static final int CELLS = 16;

    static Spread of(Points points) {
      int n = points.count();
      double sumX = 0;
      double sumY = 0;
      double xx = 0;
      double yy = 0;
      double xy = 0;
      for (int i = 0; i < n; i++) {
        float x = points.x[i];
        float y = points.y[i];
        sumX += x;
        sumY += y;
        xx += x * x;
        yy += y * y;
        xy += x * y;
      }
      double meanX = sumX / n;
      double meanY = sumY / n;
      double varX = xx / n - meanX * meanX;
      double varY = yy / n - meanY * meanY;
      double cov = xy / n - meanX * meanY;
      double half = (varX + varY) / 2;
      double apart = Math.hypot((varX - varY) / 2, cov);
      double deviation = Math.sqrt(Math.max(half, 1e-12));
      return new Spread(
          meanX,
          meanY,
          deviation,
          Math.max(0, half - apart) / (half + apart),
          filled(points, meanX, meanY, deviation));
    }

    private static double filled(Points points, double meanX, double meanY, double deviation) {
      boolean[] cells = new boolean[CELLS * CELLS];
      double scale = CELLS / (4 * deviation);
      int filled = 0;
      for (int i = 0; i < points.count(); i++) {
        int column = (int) Math.floor((points.x[i] - meanX) * scale + CELLS / 2.0);
        int row = (int) Math.floor((points.y[i] - meanY) * scale + CELLS / 2.0);
        if (column >= 0 && column < CELLS && row >= 0 && row < CELLS) {
          filled += cells[row * CELLS + column] ? 0 : 1;
          cells[row * CELLS + column] = true;
        }
      }
      return filled / (double) cells.length;
    }

    boolean isWorthSeeing() {
      return flatness > 0.15 && filled > 0.25 && filled < 0.75;
    }
  }
}
