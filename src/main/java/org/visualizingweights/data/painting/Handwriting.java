package org.visualizingweights.data.painting;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One digit as one hand writes it once: a style, bent, slanted, turned, and drawn with one pen.
 *
 * <p>How much of each was set so that a linear classifier, the nearest neighbour and a small
 * network each err about as often as on MNIST, with 10,000 images to learn from.
 *
 * <p>As in MNIST, the digit fills a box of 20x20 pixels, keeps its proportions, and has its centre
 * of mass in the middle of 28x28.
 */
public final class Handwriting {
  /** Pixels of a side. */
  public static final int SIDE = 28;

  private static final double BOX = 20;

  private final SplittableRandom random;

  /** How far from tidy this hand is: about 1, sometimes twice that. */
  private final double sloppiness;

  private final double[][] x;
  private final double[][] y;

  private Handwriting(DigitStyles.Style style, SplittableRandom random) {
    int strokes = style.strokes().size();
    this.random = random;
    this.sloppiness = Math.exp(0.3 * gaussian());
    this.x = new double[strokes][];
    this.y = new double[strokes][];
    for (int i = 0; i < strokes; i++) {
      x[i] = style.strokes().get(i).x().clone();
      y[i] = style.strokes().get(i).y().clone();
    }
  }

  /** Writes a digit; returns the ink of {@code [28, 28]} pixels from 0 to 1, row by row. */
  public static float[] write(int digit, SplittableRandom random) {
    List<DigitStyles.Style> styles = DigitStyles.of(digit);
    Handwriting hand = new Handwriting(styles.get(random.nextInt(styles.size())), random);
    hand.bend();
    hand.slant();
    hand.fit();
    return hand.draw();
  }

  /** Waves that bend the whole digit, and small slips of each stroke. */
  private void bend() {
    Wave[] inX = {wave(), wave()};
    Wave[] inY = {wave(), wave()};
    for (int s = 0; s < x.length; s++) {
      double slipX = 0.025 * sloppiness * gaussian();
      double slipY = 0.025 * sloppiness * gaussian();
      for (int i = 0; i < x[s].length; i++) {
        double atX = x[s][i];
        double atY = y[s][i];
        x[s][i] += slipX + inX[0].at(atX, atY) + inX[1].at(atX, atY);
        y[s][i] += slipY + inY[0].at(atX, atY) + inY[1].at(atX, atY);
      }
    }
  }

  private record Wave(double amplitude, double alongX, double alongY, double phase) {
    double at(double x, double y) {
      return amplitude * Math.sin(alongX * x + alongY * y + phase);
    }
  }

  private Wave wave() {
    return new Wave(
        0.08 * sloppiness * gaussian(),
        3 * gaussian(),
        2.5 * gaussian(),
        random.nextDouble(2 * Math.PI));
  }

  private void slant() {
    double angle = 0.2 * gaussian();
    double shear = -0.12 + 0.23 * gaussian();
    double wide = Math.exp(0.12 + 0.23 * gaussian());
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (int s = 0; s < x.length; s++) {
      for (int i = 0; i < x[s].length; i++) {
        double sheared = wide * x[s][i] + shear * y[s][i];
        double atY = y[s][i];
        x[s][i] = cos * sheared - sin * atY;
        y[s][i] = sin * sheared + cos * atY;
      }
    }
  }

  /** Into the box, the centre of mass in the middle. */
  private void fit() {
    Interval intervalX = Interval.of(x);
    Interval intervalY = Interval.of(y);
    double largest = Math.max(intervalX.length(), intervalY.length());
    double scale = (BOX - 2) / largest;
    for (int s = 0; s < x.length; s++) {
      for (int i = 0; i < x[s].length; i++) {
        x[s][i] = SIDE / 2.0 + scale * (x[s][i] - intervalX.mean());
        y[s][i] = SIDE / 2.0 + scale * (y[s][i] - intervalY.mean());
      }
    }
  }

  private record Interval(double low, double high, double mean) {
    static Interval of(double[][] values) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      double sum = 0;
      int count = 0;
      for (double[] stroke : values) {
        for (double value : stroke) {
          low = Math.min(low, value);
          high = Math.max(high, value);
          sum += value;
          count++;
        }
      }
      return new Interval(low, high, sum / count);
    }

    double length() {
      return high - low;
    }
  }

  private float[] draw() {
    double radius = Math.min(2.3, 1.25 * Math.exp(0.28 * gaussian()));
    double pressure = 0.15 * random.nextDouble();
    double phase = random.nextDouble(2 * Math.PI);
    double blur = 0.5 + 0.35 * random.nextDouble();
    Pen pen = new Pen(SIDE, blur);
    for (int s = 0; s < x.length; s++) {
      for (int i = 1; i < x[s].length; i++) {
        double here = radius * (1 + pressure * Math.sin(phase + 0.15 * i + 2 * s));
        pen.line(x[s][i - 1], y[s][i - 1], x[s][i], y[s][i], here);
      }
    }
    float[] ink = pen.ink();
    for (int i = 0; i < ink.length; i++) {
      if (ink[i] > 0) {
        ink[i] *= (float) (1 - 0.12 * random.nextDouble());
      }
    }
    return ink;
  }

  /** A normal number, by the method of Box and Muller, not beyond 2.5. */
  private double gaussian() {
    double value;
    do {
      value =
          Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
              * Math.cos(2 * Math.PI * random.nextDouble());
    } while (Math.abs(value) > 2.5);
    return value;
  }
}
