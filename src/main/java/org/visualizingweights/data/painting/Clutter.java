package org.visualizingweights.data.painting;

import java.util.SplittableRandom;
import org.visualizingweights.data.painting.Painting.Colour;

/**
 * A line, a box or a disc that lies about in a picture and belongs to no class.
 *
 * @param x of its centre, in pixels
 * @param y of its centre
 * @param angle at which it lies, in radians
 * @param halfLength along that angle
 * @param halfWidth across it
 * @param round whether it is an ellipse, or else a box
 */
record Clutter(
    double x, double y, double angle, double halfLength, double halfWidth, boolean round) {
  /** Half the width of a soft edge, in pixels. */
  private static final double EDGE = 0.7;

  static Clutter random(int side, SplittableRandom random) {
    boolean line = random.nextInt(3) == 0;
    return new Clutter(
        random.nextDouble(side),
        random.nextDouble(side),
        random.nextDouble(Math.PI),
        line ? random.nextDouble(6, 24) : random.nextDouble(2, 8),
        line ? random.nextDouble(0.4, 1.5) : random.nextDouble(2, 8),
        !line && random.nextBoolean());
  }

  void paint(Painting painting, Colour colour, float opacity) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double reach = Math.hypot(halfLength, halfWidth) + EDGE;
    int side = painting.side();
    int left = Math.max(0, (int) (x - reach));
    int right = Math.min(side, (int) (x + reach) + 1);
    int bottom = Math.min(side, (int) (y + reach) + 1);
    for (int row = Math.max(0, (int) (y - reach)); row < bottom; row++) {
      for (int column = left; column < right; column++) {
        double dx = column + 0.5 - x;
        double dy = row + 0.5 - y;
        double inside = inside(cos * dx + sin * dy, cos * dy - sin * dx);
        if (inside > -EDGE) {
          float share = (float) Math.min(1, (inside + EDGE) / (2 * EDGE));
          painting.cover(row * side + column, colour, share * opacity);
        }
      }
    }
  }

  /** How far inside of the edge a point is, in pixels; negative outside. */
  private double inside(double along, double across) {
    if (round) {
      double u = along / halfLength;
      double v = across / halfWidth;
      return Math.min(halfLength, halfWidth) * (1 - Math.sqrt(u * u + v * v));
    }
    return Math.min(halfLength - Math.abs(along), halfWidth - Math.abs(across));
  }
}
