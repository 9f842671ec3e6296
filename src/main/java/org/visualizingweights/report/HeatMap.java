package org.visualizingweights.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.visualizingweights.report.Strip.Outside;

/**
 * Turns counts into colours: viridis over log(1 + count), from no count to the largest of the
 * chart. A column of several steps has the colour of their mean, so that the colours mean the same
 * everywhere.
 *
 * @param pixels from the left to the right; no fewer than there are columns
 * @param largest count per step that there is; yellow
 */
record HeatMap(int pixels, double largest) {

  /** What lies below or above the rows, and what is no finite number, on pale ground. */
  private static final IndexColorModel FRINGE =
      palette(Stream.of(Ink.PALE, Ink.VERMILLION, Ink.BLACK));

  private static final IndexColorModel VIRIDIS =
      palette(IntStream.range(0, Viridis.SIZE).mapToObj(Viridis::color));

  /** Up to the largest count per step in any of the strips. */
  static HeatMap over(List<Strip> strips, int pixels) {
    double largest =
        strips.stream()
            .flatMap(strip -> strip.cells().stream())
            .flatMapToDouble(Arrays::stream)
            .max()
            .orElse(0);
    return new HeatMap(pixels, largest);
  }

  /** The column that a pixel belongs to, of so many; every column has one at least. */
  int columnAt(int pixel, int columns) {
    return (int) ((long) pixel * columns / pixels);
  }

  /** Where a count per step lies on the colour bar: from 0 to 1. */
  double place(double count) {
    return largest == 0 ? 0 : Math.log1p(count) / Math.log1p(largest);
  }

  /** The colour of a count per step, by its number in {@link Viridis}. */
  int color(double count) {
    return (int) Math.round(place(count) * (Viridis.SIZE - 1));
  }

  /** The rows of a strip, the lowest at the bottom. */
  BufferedImage image(Strip strip) {
    BufferedImage image = indexed(pixels, strip.pixels(), VIRIDIS);
    WritableRaster raster = image.getRaster();
    for (int x = 0; x < pixels; x++) {
      double[] cells = strip.cells().get(columnAt(x, strip.cells().size()));
      int bottom = strip.pixels();
      for (int row = 0; row < strip.rowPixels().length; row++) {
        int color = color(cells[row]);
        for (int i = 0; i < strip.rowPixels()[row]; i++) {
          raster.setSample(x, --bottom, 0, color);
        }
      }
    }
    return image;
  }

  /** The shares above the rows and of values that are not finite, as bars that grow upwards. */
  BufferedImage above(Strip strip, int height) {
    return fringe(strip, height, true);
  }

  /** The share below the rows, as bars that grow downwards. */
  BufferedImage below(Strip strip, int height) {
    return fringe(strip, height, false);
  }

  private BufferedImage fringe(Strip strip, int height, boolean above) {
    BufferedImage image = indexed(pixels, height, FRINGE);
    for (int x = 0; x < pixels; x++) {
      Outside outside = strip.outside().get(columnAt(x, strip.outside().size()));
      long plain = above ? outside.above() : outside.below();
      long notFinite = above ? outside.notFinite() : 0;
      int end = barPixels(plain, outside.all(), height);
      int notFiniteEnd = barPixels(plain + notFinite, outside.all(), height);
      for (int i = 0; i < notFiniteEnd; i++) {
        image.getRaster().setSample(x, above ? height - 1 - i : i, 0, i < end ? 1 : 2);
      }
    }
    return image;
  }

  /** At least one pixel for what is more than a thousandth. */
  private static int barPixels(long part, long all, int pixels) {
    return part * 1000.0 < all || all == 0 ? 0 : (int) Math.ceil((double) part / all * pixels);
  }

  /** The colour bar, from left to right. */
  static BufferedImage bar(int width, int height) {
    BufferedImage image = indexed(width, height, VIRIDIS);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        image.getRaster().setSample(x, y, 0, x * Viridis.SIZE / width);
      }
    }
    return image;
  }

  private static BufferedImage indexed(int width, int height, IndexColorModel colors) {
    return new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colors);
  }

  private static IndexColorModel palette(Stream<Color> colors) {
    int[] rgb = colors.mapToInt(Color::getRGB).toArray();
    return new IndexColorModel(8, rgb.length, rgb, 0, false, -1, DataBuffer.TYPE_BYTE);
  }
}
