package org.visualizingweights.data.painting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ways in which people write the digits 0 to 9, as the strokes of a pen. */
final class DigitStyles {
  /** Points between two given points of a stroke. */
  private static final int STEPS = 6;

  private static final List<List<Style>> STYLES =
      List.of(
          styles(
              "34,0 14,10 3,38 5,72 20,98 38,96 54,70 56,34 46,8 32,1",
              "40,6 26,0 10,18 4,50 10,84 28,100 46,86 55,54 50,18 34,2 22,8",
              "30,0 8,22 2,55 14,92 34,98 52,80 58,46 50,12 30,0 18,6"),
          styles(
              "30,0 30,50 30,100",
              "34,0 30,50 26,100",
              "12,22 24,12 32,0 / 32,0 31,50 31,100",
              "14,20 25,11 32,0 / 32,0 31,50 31,98 / 12,99 32,98 50,98"),
          styles(
              "4,22 12,5 32,0 50,10 52,30 38,54 18,80 4,97 / 4,97 30,95 60,97",
              "6,20 20,2 42,4 52,22 42,50 22,78 8,94 2,88 12,82 28,92 44,98 58,92",
              "8,12 28,2 46,10 48,30 34,60 14,86 6,98 16,92 34,92 58,98",
              "6,8 30,4 50,8 / 50,8 30,50 4,96 / 4,96 30,94 58,95"),
          styles(
              "6,12 22,1 44,6 50,24 40,40 22,47 / 22,47 44,52 54,72 44,92 22,100 2,88",
              "8,10 28,0 46,12 44,32 24,46 40,50 54,66 48,90 26,100 4,92",
              "6,3 28,3 50,3 / 50,3 38,22 24,42 / 24,42 44,46 54,68 44,92 22,99 2,88",
              "10,8 30,2 46,14 40,34 26,44 32,46 50,58 54,78 38,96 14,98 4,88"),
          styles(
              "12,0 8,28 4,54 / 4,54 30,54 60,52 / 46,6 44,50 42,100",
              "16,2 10,26 6,46 16,54 36,52 54,44 / 54,2 50,48 44,100",
              "42,0 22,30 0,64 / 0,64 30,64 62,62 / 42,0 42,50 42,100",
              "14,4 8,34 14,50 34,48 50,34 / 52,2 52,34 48,66 46,100",
              "46,2 20,26 2,54 12,60 36,58 60,54 / 48,4 44,50 42,100"),
          styles(
              "12,2 10,22 8,44 / 8,44 28,36 48,48 54,70 42,92 20,100 2,90 / 12,2 32,3 54,1",
              "52,2 34,3 16,4 / 16,4 13,24 10,42 / 10,42 32,38 50,54 50,78 32,98 4,94",
              "54,4 30,2 14,12 12,32 24,44 42,54 50,72 40,92 18,99 2,90",
              "18,2 12,22 8,40 24,42 44,52 48,74 32,96 4,98 / 18,3 36,5 58,2"),
          styles(
              "44,2 24,14 8,42 3,70 12,94 32,100 50,86 50,64 34,52 16,60 6,76",
              "34,0 18,28 8,60 12,90 30,100 46,88 46,68 30,58 14,70 10,82",
              "50,8 34,0 14,22 4,58 10,92 32,99 52,80 44,58 22,56 6,72",
              "26,0 12,34 6,70 16,96 36,98 46,80 36,62 18,64 8,80"),
          styles(
              "2,6 28,4 54,3 / 54,3 38,40 26,70 20,100",
              "4,16 6,4 30,5 54,4 / 54,4 44,34 34,64 30,100",
              "2,5 28,5 56,4 / 56,4 40,36 28,68 18,100 / 16,52 34,50 52,48",
              "4,10 20,2 40,8 54,3 50,24 36,52 26,78 22,100",
              "4,4 30,4 52,6 54,14 44,44 36,72 34,100"),
          styles(
              "48,12 30,0 12,10 14,30 32,46 50,64 50,86 30,100 10,90 8,70 24,52 44,34 50,14",
              "30,0 12,12 14,34 30,46 46,34 48,12 30,0 / 30,46 8,62 6,86 28,100 50,88 52,62 30,46",
              "52,6 34,0 14,10 12,28 30,44 46,62 44,88 26,100 10,88 14,66 32,46 48,26 54,4",
              "34,0 16,10 18,30 34,42 48,60 42,88 24,99 10,86 16,62 34,44 46,24 44,6 30,1"),
          styles(
              "50,22 40,4 20,2 6,20 8,42 24,52 42,42 50,20 / 50,20 49,52 46,100",
              "48,10 30,0 10,12 6,36 20,48 40,38 50,12 / 50,12 48,48 38,82 14,100",
              "46,18 30,2 12,14 10,38 26,46 42,34 48,10 46,44 42,72 40,100",
              "50,28 42,6 22,2 8,18 12,40 32,46 50,26 54,50 46,82 26,100 8,92"));

  /**
   * One way to write a digit, in a box of about 0.6 by 1, y down.
   *
   * @param strokes each drawn without lifting the pen
   */
  record Style(List<Stroke> strokes) {}

  /** A line through points close to each other. */
  record Stroke(double[] x, double[] y) {}

  private DigitStyles() {}

  /** The styles of a digit. */
  static List<Style> of(int digit) {
    return STYLES.get(digit);
  }

  /** Reads styles: strokes between slashes, points in hundredths. */
  private static List<Style> styles(String... styles) {
    return Arrays.stream(styles)
        .map(style -> new Style(Arrays.stream(style.split("/")).map(DigitStyles::stroke).toList()))
        .toList();
  }

  private static Stroke stroke(String text) {
    List<double[]> points = new ArrayList<>();
    for (String point : text.trim().split(" ")) {
      points.add(
          Arrays.stream(point.split(",")).mapToDouble(c -> Integer.parseInt(c) / 100.0).toArray());
    }
    return new Stroke(smooth(points, 0), smooth(points, 1));
  }

  /** One coordinate of the curve of Catmull and Rom through the points. */
  private static double[] smooth(List<double[]> points, int axis) {
    int last = points.size() - 1;
    double[] curve = new double[last * STEPS + 1];
    for (int i = 0; i < curve.length; i++) {
      int from = Math.min(i / STEPS, last - 1);
      double t = (double) i / STEPS - from;
      double p0 = points.get(Math.max(from - 1, 0))[axis];
      double p1 = points.get(from)[axis];
      double p2 = points.get(from + 1)[axis];
      double p3 = points.get(Math.min(from + 2, last))[axis];
      curve[i] =
          p1
              + 0.5
                  * t
                  * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
    }
    return curve;
  }
}
