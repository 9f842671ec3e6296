package org.visualizingweights.data.painting;

import java.util.SplittableRandom;

/** A square picture in the making: red, green and blue from 0 to 1, painted layer on layer. */
final class Painting {
  private final int side;
  private final float[] red;
  private final float[] green;
  private final float[] blue;

  /** Red, green and blue, from 0 to 1. */
  record Colour(float red, float green, float blue) {
    /**
     * @param hue any number; whole ones are red
     */
    static Colour of(double hue, double saturation, double value) {
      double s = Math.max(0, Math.min(1, saturation));
      double v = Math.max(0, Math.min(1, value));
      return new Colour(
          channel(hue, s, v), channel(hue - 1.0 / 3, s, v), channel(hue - 2.0 / 3, s, v));
    }

    private static float channel(double turn, double saturation, double value) {
      double t = Math.abs(6 * (turn - Math.floor(turn)) - 3); // 3 at the hue itself, 0 opposite
      double share = Math.max(0, Math.min(1, t - 1));
      return (float) (value * (1 - saturation * (1 - share)));
    }

    Colour mixedWith(Colour other, float share) {
      return new Colour(
          red + share * (other.red - red),
          green + share * (other.green - green),
          blue + share * (other.blue - blue));
    }
  }

  Painting(int side) {
    this.side = side;
    this.red = new float[side * side];
    this.green = new float[side * side];
    this.blue = new float[side * side];
  }

  /** Its width and its height, in pixels. */
  int side() {
    return side;
  }

  /** Fills the picture with two colours, mixed as a texture says: 0 the first, 1 the second. */
  void fill(float[] texture, Colour first, Colour second) {
    for (int i = 0; i < texture.length; i++) {
      float share = texture[i];
      red[i] = first.red + share * (second.red - first.red);
      green[i] = first.green + share * (second.green - first.green);
      blue[i] = first.blue + share * (second.blue - first.blue);
    }
  }

  /** Lays a colour over one pixel. */
  void cover(int pixel, Colour colour, float opacity) {
    red[pixel] += opacity * (colour.red - red[pixel]);
    green[pixel] += opacity * (colour.green - green[pixel]);
    blue[pixel] += opacity * (colour.blue - blue[pixel]);
  }

  /** Light that falls from one side, brighter there than at the other. */
  void shade(double x, double y) {
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int i = row * side + column;
        float light = (float) (1 + x * (column - side / 2) + y * (row - side / 2));
        red[i] *= light;
        green[i] *= light;
        blue[i] *= light;
      }
    }
  }

  /** Writes unsigned bytes {@code [3, side, side]}, with noise of at most the given amplitude. */
  void write(byte[] pixels, float noise, SplittableRandom random) {
    int area = side * side;
    write(red, pixels, 0, noise, random);
    write(green, pixels, area, noise, random);
    write(blue, pixels, 2 * area, noise, random);
  }

  private static void write(
      float[] values, byte[] pixels, int offset, float noise, SplittableRandom random) {
    float scale = noise / 128;
    long bits = 0;
    for (int i = 0; i < values.length; i++) {
      bits = (i & 7) == 0 ? random.nextLong() : bits >>> 8;
      float value = values[i] + scale * (byte) bits;
      pixels[offset + i] = (byte) (255 * Math.max(0, Math.min(1, value)) + 0.5f);
    }
  }
}
