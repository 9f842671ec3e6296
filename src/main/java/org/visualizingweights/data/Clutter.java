package org.visualizingweights.data;

import java.util.SplittableRandom;
import org.visualizingweights.data.Painting.Colour;

/** Lines, discs and boxes that lie about in a picture and belong to no class. */
final class Clutter {
  private static final double EDGE = 0.7;

  private Clutter() {}

  static void paint(Painting painting, int side, int shapes, SplittableRandom random) {
    for (int i = 0; i < shapes; i++) {
      Colour colour =
          Colour.of(random.nextDouble(), 0.9 * random.nextDouble(), random.nextDouble(0.05, 1));
      double centreX = random.nextDouble(side);
      double centreY = random.nextDouble(side);
      double angle = random.nextDouble(Math.PI);
      float opacity = (float) random.nextDouble(0.5, 1);
      switch (random.nextInt(3)) {
        case 0 ->
            box(
                painting,
                side,
                centreX,
                centreY,
                angle,
                random.nextDouble(6, 24),
                random.nextDouble(0.4, 1.5),
                colour,
                opacity);
        case 1 ->
            box(
                painting,
                side,
                centreX,
                centreY,
                angle,
                random.nextDouble(2, 8),
                random.nextDouble(2, 8),
                colour,
                opacity);
        default ->
            disc(
                painting,
                side,
                centreX,
                centreY,
                angle,
                random.nextDouble(2, 8),
                random.nextDouble(2, 8),
                colour,
                opacity);
      }
    }
  }

  private static void box(
      Painting painting,
      int side,
      double x,
      double y,
      double angle,
      double halfLength,
      double halfWidth,
      Colour colour,
      float opacity) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        double dx = column + 0.5 - x;
        double dy = row + 0.5 - y;
        double inside =
            Math.min(halfLength - Math.abs(c * dx + s * dy), halfWidth - Math.abs(c * dy - s * dx));
        cover(painting, row * side + column, inside, colour, opacity);
      }
    }
  }

  private static void disc(
      Painting painting,
      int side,
      double x,
      double y,
      double angle,
      double radiusX,
      double radiusY,
      Colour colour,
      float opacity) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    double radius = Math.min(radiusX, radiusY);
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        double dx = column + 0.5 - x;
        double dy = row + 0.5 - y;
        double u = (c * dx + s * dy) / radiusX;
        double v = (c * dy - s * dx) / radiusY;
        cover(
            painting,
            row * side + column,
            radius * (1 - Math.sqrt(u * u + v * v)),
            colour,
            opacity);
      }
    }
  }

  private static void cover(
      Painting painting, int pixel, double inside, Colour colour, float opacity) {
    if (inside > -EDGE) {
      float share = (float) Math.min(1, (inside + EDGE) / (2 * EDGE));
      painting.cover(pixel, colour, share * opacity);
    }
  }
}
