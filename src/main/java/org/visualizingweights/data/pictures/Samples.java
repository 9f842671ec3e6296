package org.visualizingweights.data.pictures;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Red, green and blue as the samples of a picture say, whatever its colour model makes of them: to
 * Java2D grey with opacity is linear light, and a profile is to be obeyed.
 *
 * <p>Of more than 8 bits a sample, the highest 8 count. Ink becomes light as in Pillow: what black
 * leaves, less the share of it that the ink takes. Where a pixel is not opaque, white shows.
 */
final class Samples {
  /** Forms that Java2D copies as they are, and several times faster. */
  private static final Set<Integer> PLAIN =
      Set.of(
          BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY);

  private final BufferedImage image;
  private final Raster raster;
  private final ColorModel model;
  private final Channels channels;
  private final int[] bits;
  private final int transparent;

  /**
   * @param transparent the shade of grey that is, though the image does not know
   */
  Samples(BufferedImage image, Channels channels, OptionalInt transparent) {
    this.transparent = transparent.orElse(-1);
    this.image = image;
    this.raster = image.getRaster();
    this.model = image.getColorModel();
    this.channels = channels;
    this.bits = raster.getSampleModel().getSampleSize();
  }

  /** The square in the middle, upright, as {@code TYPE_INT_RGB}. */
  BufferedImage middle(Orientation orientation) {
    int side = Math.min(raster.getWidth(), raster.getHeight());
    int left = first(raster.getWidth() - side, orientation.mirrorsX());
    int top = first(raster.getHeight() - side, orientation.mirrorsY());
    BufferedImage square = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    if (PLAIN.contains(image.getType())
        && orientation.equals(Orientation.UPRIGHT)
        && transparent < 0) {
      Graphics2D graphics = square.createGraphics();
      graphics.drawImage(image, -left, -top, null);
      graphics.dispose();
      return square;
    }
    int[] pixels = ((DataBufferInt) square.getRaster().getDataBuffer()).getData();
    int[] row = new int[side * raster.getNumBands()];
    for (int y = 0; y < side; y++) {
      raster.getPixels(left, top + y, side, 1, row);
      for (int x = 0; x < side; x++) {
        pixels[orientation.upright(x, y, side)] = rgb(row, x * raster.getNumBands());
      }
    }
    return square;
  }

  /** Of an odd number of pixels to leave out, one more is left out behind, once upright. */
  private static int first(int leftOut, boolean mirrored) {
    return mirrored ? leftOut - leftOut / 2 : leftOut / 2;
  }

  private int rgb(int[] row, int at) {
    if (row[at] == transparent) {
      return 0xffffff;
    }
    if (model instanceof IndexColorModel palette) {
      int argb = palette.getRGB(row[at]);
      return onWhite(argb >>> 24, false, argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff);
    }
    int alpha = channels.alpha() < 0 ? 255 : light(row, at, channels.alpha());
    int first = light(row, at, 0);
    if (channels.colours() == 1) {
      return onWhite(alpha, channels.premultiplied(), first, first, first);
    }
    int second = light(row, at, 1);
    int third = light(row, at, 2);
    if (channels.colours() == 4) {
      int paper = 255 - light(row, at, 3);
      first = paper - scaled(first, paper);
      second = paper - scaled(second, paper);
      third = paper - scaled(third, paper);
    }
    return onWhite(alpha, channels.premultiplied(), first, second, third);
  }

  /** A sample in 8 bits. */
  private int light(int[] row, int at, int band) {
    int most = (1 << bits[band]) - 1;
    return bits[band] < 8
        ? (row[at + band] * 255 + most / 2) / most
        : row[at + band] >> bits[band] - 8;
  }

  private static int onWhite(int alpha, boolean premultiplied, int red, int green, int blue) {
    int shown = premultiplied ? 255 : alpha;
    int white = 255 - alpha;
    return scaled(red, shown) + white << 16
        | scaled(green, shown) + white << 8
        | scaled(blue, shown) + white;
  }

  /** A value as part of 255. */
  private static int scaled(int value, int part) {
    return (value * part + 127) / 255;
  }
}
