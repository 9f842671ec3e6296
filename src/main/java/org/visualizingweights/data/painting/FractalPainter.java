package org.visualizingweights.data.painting;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.visualizingweights.data.painting.Painting.Colour;

/** Paints fractals of many families on grounds of many textures, among lines and shapes. */
public final class FractalPainter {
  /** Pixels of a side. */
  public static final int SIDE = 32;

  private static final int POINTS = 1200;

  private final List<Family> families;

  /** What the pictures of a class have in common. */
  private record Family(
      IteratedFunctions functions, Palette palette, Palette ground, Texture texture) {}

  /** Three colours that go from one to the other. */
  private record Palette(double[] hue, double[] saturation, double[] value) {
    static Palette random(SplittableRandom random) {
      double first = random.nextDouble();
      double step = random.nextDouble(-0.35, 0.35);
      Palette palette = new Palette(new double[3], new double[3], new double[3]);
      boolean rising = random.nextBoolean();
      for (int i = 0; i < 3; i++) {
        palette.hue[i] = first + i * step;
        palette.saturation[i] = 0.9 * random.nextDouble();
        palette.value[i] = 0.1 + 0.4 * (rising ? i : 2 - i) + random.nextDouble(-0.1, 0.15);
      }
      return palette;
    }

    Colour[] colours(SplittableRandom random) {
      double hueShift = 0.05 * normal(random);
      double saturationShift = 0.15 * normal(random);
      double valueShift = 0.12 * normal(random);
      Colour[] colours = new Colour[hue.length];
      for (int i = 0; i < colours.length; i++) {
        colours[i] =
            Colour.of(
                hue[i] + hueShift + 0.02 * normal(random),
                saturation[i] + saturationShift,
                value[i] + valueShift + 0.06 * normal(random));
      }
      return colours;
    }
  }

  /** About normal, and never beyond 3. */
  private static double normal(SplittableRandom random) {
    return 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
  }

  private FractalPainter(List<Family> families) {
    this.families = families;
  }

  /** Draws so many families of fractals. */
  public static FractalPainter random(int families, SplittableRandom random) {
    List<Palette> palettes = IntStream.range(0, 16).mapToObj(i -> Palette.random(random)).toList();
    List<Palette> grounds = IntStream.range(0, 8).mapToObj(i -> Palette.random(random)).toList();
    List<Texture> textures = IntStream.range(0, 8).mapToObj(i -> Texture.random(random)).toList();
    return new FractalPainter(
        IntStream.range(0, families)
            .mapToObj(
                c ->
                    new Family(
                        IteratedFunctions.random(random),
                        palettes.get(c % 16),
                        grounds.get(c / 16 % 8),
                        textures.get((c + c / 32) % 8)))
            .toList());
  }

  /**
   * Paints a picture.
   *
   * @param of the family of its fractal, from 0
   * @param pixels takes red, then green, then blue: {@code [3, SIDE, SIDE]}
   */
  public void paint(int of, SplittableRandom random, byte[] pixels) {
    Family family = families.get(of);
    Painting painting = new Painting(SIDE);
    paintGround(painting, family, random);
    paintClutter(painting, random.nextInt(4), random);
    paintFractal(painting, family, random);
    paintClutter(painting, random.nextInt(3) == 0 ? 1 : 0, random);
    painting.shade(0.012 * normal(random) / 2, 0.012 * normal(random) / 2);
    painting.write(pixels, (float) (0.08 * random.nextDouble()), random);
  }

  private static void paintGround(Painting painting, Family family, SplittableRandom random) {
    Palette palette = random.nextInt(4) == 0 ? Palette.random(random) : family.ground;
    Texture texture =
        random.nextInt(4) == 0 ? Texture.random(random) : family.texture.varied(random);
    Colour[] colours = palette.colours(random);
    int first = random.nextInt(2);
    painting.fill(texture.draw(SIDE, random), colours[first], colours[first + 1]);
  }

  private static void paintClutter(Painting painting, int count, SplittableRandom random) {
    for (int i = 0; i < count; i++) {
      Colour colour =
          Colour.of(random.nextDouble(), 0.9 * random.nextDouble(), random.nextDouble(0.05, 1));
      float opacity = (float) random.nextDouble(0.5, 1);
      Clutter.random(SIDE, random).paint(painting, colour, opacity);
    }
  }

  private static void paintFractal(Painting painting, Family family, SplittableRandom random) {
    Palette palette = random.nextInt(5) == 0 ? Palette.random(random) : family.palette;
    Colour[] colours = palette.colours(random);
    IteratedFunctions.Points points = family.functions.varied(0.06, random).points(POINTS, random);
    IteratedFunctions.Spread spread = IteratedFunctions.Spread.of(points);
    double scale = SIDE * random.nextDouble(0.15, 0.29) / spread.deviation();
    double turn = random.nextDouble(-0.5, 0.5);
    float c = (float) (scale * Math.cos(turn));
    float s = (float) (scale * Math.sin(turn));
    float toX =
        (float) (SIDE / 2.0 + 2.5 * normal(random) - c * spread.meanX() + s * spread.meanY());
    float toY =
        (float) (SIDE / 2.0 + 2.5 * normal(random) - s * spread.meanX() - c * spread.meanY());
    float[] density = new float[SIDE * SIDE];
    float[] tint = new float[SIDE * SIDE];
    for (int i = 0; i < POINTS; i++) {
      float x = c * points.x()[i] - s * points.y()[i] + toX;
      float y = s * points.x()[i] + c * points.y()[i] + toY;
      if (x >= 0 && y >= 0 && x < SIDE && y < SIDE) {
        int pixel = (int) y * SIDE + (int) x;
        density[pixel]++;
        tint[pixel] += points.tint()[i];
      }
    }
    float softness = (float) random.nextDouble(0, 0.6);
    soften(density, softness);
    soften(tint, softness);
    for (int i = 0; i < density.length; i++) {
      if (density[i] > 0) {
        float at = 2 * tint[i] / density[i];
        Colour colour =
            at < 1
                ? colours[0].mixedWith(colours[1], at)
                : colours[1].mixedWith(colours[2], at - 1);
        painting.cover(i, colour, density[i] / (density[i] + 0.5f));
      }
    }
  }

  /** Shares each value with its neighbours, left and right, then above and below. */
  private static void soften(float[] values, float share) {
    for (int line = 0; line < SIDE; line++) {
      soften(values, line * SIDE, 1, share);
    }
    for (int line = 0; line < SIDE; line++) {
      soften(values, line, SIDE, share);
    }
  }

  private static void soften(float[] values, int first, int step, float share) {
    float before = 0;
    float here = values[first];
    for (int i = 0; i < SIDE; i++) {
      float after = i + 1 < SIDE ? values[first + (i + 1) * step] : 0;
      values[first + i * step] = here + share * ((before + after) / 2 - here);
      before = here;
      here = after;
    }
  }
}
