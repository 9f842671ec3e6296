package org.visualizingweights.data.painting;

import java.util.Arrays;

/** Draws round lines with soft edges on a square of pixels; ink on ink is no darker. */
final class Pen {
  private final int side;
  private final double blur;
  private final float[] distances;

  /**
   * @param blur half the width of an edge, in pixels
   */
  Pen(int side, double blur) {
    this.side = side;
    this.blur = blur;
    this.distances = new float[side * side];
    Arrays.fill(distances, Float.POSITIVE_INFINITY);
  }

  /** Draws from one point to another; pixel (0, 0) has its centre at (0.5, 0.5). */
  void line(double x0, double y0, double x1, double y1, double radius) {
    double reach = radius + blur;
    int left = clamp(Math.min(x0, x1) - reach);
    int right = clamp(Math.max(x0, x1) + reach);
    int top = clamp(Math.min(y0, y1) - reach);
    int bottom = clamp(Math.max(y0, y1) + reach);
    double dx = x1 - x0;
    double dy = y1 - y0;
    double squared = Math.max(dx * dx + dy * dy, 1e-12);
    for (int row = top; row <= bottom; row++) {
      double py = row + 0.5 - y0;
      for (int column = left; column <= right; column++) {
        double px = column + 0.5 - x0;
        double along = Math.max(0, Math.min(1, (px * dx + py * dy) / squared));
        double awayX = px - along * dx;
        double awayY = py - along * dy;
        float edge = (float) (Math.sqrt(awayX * awayX + awayY * awayY) - radius);
        int i = row * side + column;
        distances[i] = Math.min(distances[i], edge);
      }
    }
  }

  private int clamp(double coordinate) {
    return (int) Math.max(0, Math.min(side - 1, Math.floor(coordinate)));
  }

  /** The ink of each pixel, from 0 to 1. */
  float[] ink() {
    float[] ink = new float[distances.length];
    for (int i = 0; i < ink.length; i++) {
      double inside = Math.max(0, Math.min(1, 0.5 - distances[i] / (2 * blur)));
      ink[i] = (float) (inside * inside * (3 - 2 * inside));
    }
    return ink;
  }
}
