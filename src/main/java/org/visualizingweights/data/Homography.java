package org.visualizingweights.data;

/**
 * A projective map of the plane, {@code (x, y, 1)} as a column: rotations, zooms, perspective and
 * any chain of them.
 *
 * <p>Images are transformed backwards: a map takes the place of a pixel in the result to the place
 * in the source where it is sampled. As in fastai v1, both images are the square from (-1, -1), the
 * centre of the upper left pixel, to (1, 1), the centre of the lower right one.
 */
record Homography(
    double xx,
    double xy,
    double x1,
    double yx,
    double yy,
    double y1,
    double wx,
    double wy,
    double w1) {

  static final Homography IDENTITY = affine(1, 0, 0, 0, 1, 0);

  static Homography affine(double xx, double xy, double x1, double yx, double yy, double y1) {
    return new Homography(xx, xy, x1, yx, yy, y1, 0, 0, 1);
  }

  /** Left and right exchanged. */
  static Homography flip() {
    return affine(-1, 0, 0, 0, 1, 0);
  }

  /** Turns the image counterclockwise as it is seen, y down. */
  static Homography rotation(double degrees) {
    double angle = Math.toRadians(degrees);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    return affine(cos, -sin, 0, sin, cos, 0);
  }

  /**
   * Enlarges the image around a point that keeps its place.
   *
   * @param factor 1 for the whole image, more for a part of it
   * @param column of the point, from 0 (left) to 1
   * @param row of the point, from 0 (top) to 1
   */
  static Homography zoom(double factor, double column, double row) {
    double rest = 1 - 1 / factor;
    return affine(1 / factor, 0, rest * (2 * column - 1), 0, 1 / factor, rest * (2 * row - 1));
  }

  /**
   * Moves each corner of the image along the diagonal directions of fastai's {@code
   * symmetric_warp}: the corners of the source end at (-1-d, -1-b), (-1-c, 1+b), (1+d, -1-a) and
   * (1+c, 1+a).
   */
  static Homography warp(double a, double b, double c, double d) {
    Homography unit = affine(0.5, 0, 0.5, 0, 0.5, 0.5);
    return unitSquareTo(
            new double[] {-1 - d, 1 + d, 1 + c, -1 - c},
            new double[] {-1 - b, -1 - a, 1 + a, 1 + b})
        .times(unit)
        .inverse();
  }

  /**
   * Maps (0, 0), (1, 0), (1, 1), (0, 1) to four points. P. Heckbert, "Fundamentals of Texture
   * Mapping and Image Warping", 1989, section 2.2.3.
   */
  private static Homography unitSquareTo(double[] x, double[] y) {
    double dx1 = x[1] - x[2];
    double dx2 = x[3] - x[2];
    double dx = x[0] - x[1] + x[2] - x[3];
    double dy1 = y[1] - y[2];
    double dy2 = y[3] - y[2];
    double dy = y[0] - y[1] + y[2] - y[3];
    double determinant = dx1 * dy2 - dx2 * dy1;
    double g = (dx * dy2 - dx2 * dy) / determinant;
    double h = (dx1 * dy - dx * dy1) / determinant;
    return new Homography(
        x[1] - x[0] + g * x[1],
        x[3] - x[0] + h * x[3],
        x[0],
        y[1] - y[0] + g * y[1],
        y[3] - y[0] + h * y[3],
        y[0],
        g,
        h,
        1);
  }

  /** First the other map, then this one. */
  Homography times(Homography o) {
    return new Homography(
        xx * o.xx + xy * o.yx + x1 * o.wx,
        xx * o.xy + xy * o.yy + x1 * o.wy,
        xx * o.x1 + xy * o.y1 + x1 * o.w1,
        yx * o.xx + yy * o.yx + y1 * o.wx,
        yx * o.xy + yy * o.yy + y1 * o.wy,
        yx * o.x1 + yy * o.y1 + y1 * o.w1,
        wx * o.xx + wy * o.yx + w1 * o.wx,
        wx * o.xy + wy * o.yy + w1 * o.wy,
        wx * o.x1 + wy * o.y1 + w1 * o.w1);
  }

  /** The way back. Scale does not matter in a projective map, so the adjugate will do. */
  Homography inverse() {
    return new Homography(
        yy * w1 - y1 * wy,
        x1 * wy - xy * w1,
        xy * y1 - x1 * yy,
        y1 * wx - yx * w1,
        xx * w1 - x1 * wx,
        x1 * yx - xx * y1,
        yx * wy - yy * wx,
        xy * wx - xx * wy,
        xx * yy - xy * yx);
  }

  /** Where a point goes. */
  double[] apply(double x, double y) {
    double w = wx * x + wy * y + w1;
    return new double[] {(xx * x + xy * y + x1) / w, (yx * x + yy * y + y1) / w};
  }
}
