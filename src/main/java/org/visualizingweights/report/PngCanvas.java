package org.visualizingweights.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.visualizingweights.Visible;

/**
 * Draws into the pixels of an image.
 *
 * <p>A {@link java.awt.Graphics2D} would do the same, but can only be had where Java has found its
 * display: not where {@code DISPLAY} names one that is gone. The program that draws may be
 * another's, so it is not for us to say that it has none.
 */
final class PngCanvas implements Canvas {
  private static final AffineTransform DENSE = AffineTransform.getScaleInstance(DENSITY, DENSITY);

  private final BufferedImage image;

  PngCanvas(double width, double height) {
    image =
        new BufferedImage(
            (int) Math.ceil(width * DENSITY),
            (int) Math.ceil(height * DENSITY),
            BufferedImage.TYPE_INT_RGB);
  }

  /** The image as a PNG file. */
  byte[] png() {
    return png(image);
  }

  static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Given a plain stream, ImageIO would make a temporary file and a shutdown hook for it, which
    // fails where charts are drawn because the JVM was asked to end.
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void rectangle(double x, double y, double width, double height, Color fill) {
    fill(new Rectangle2D.Double(x, y, width, height), fill);
  }

  @Override
  public void line(double[] xs, double[] ys, Color color, double width) {
    BasicStroke stroke =
        new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    fill(stroke.createStrokedShape(path(xs, ys)), color);
  }

  @Override
  public void polygon(double[] xs, double[] ys, Color fill) {
    fill(path(xs, ys), fill);
  }

  private static Path2D path(double[] xs, double[] ys) {
    Path2D path = new Path2D.Double();
    path.moveTo(xs[0], ys[0]);
    for (int i = 1; i < xs.length; i++) {
      path.lineTo(xs[i], ys[i]);
    }
    return path;
  }

  @Override
  public void text(String anyText, double x, double y, Anchor anchor, TextStyle style) {
    String text = Visible.of(anyText);
    double before =
        switch (anchor) {
          case START -> 0;
          case MIDDLE -> style.width(text) / 2;
          case END -> style.width(text);
        };
    fill(
        AffineTransform.getTranslateInstance(x - before, y)
            .createTransformedShape(style.outline(text)),
        style.color());
  }

  @Override
  public void image(BufferedImage drawn, double x, double y, double width, double height) {
    int left = (int) Math.round(x) * DENSITY;
    int top = (int) Math.round(y) * DENSITY;
    int columns = (int) width * DENSITY;
    int rows = (int) height * DENSITY;
    int right = Math.min(left + columns, image.getWidth());
    int bottom = Math.min(top + rows, image.getHeight());
    for (int toY = Math.max(0, top); toY < bottom; toY++) {
      int fromY = (int) ((toY - top + 0.5) * drawn.getHeight() / rows);
      for (int toX = Math.max(0, left); toX < right; toX++) {
        int fromX = (int) ((toX - left + 0.5) * drawn.getWidth() / columns);
        image.setRGB(toX, toY, drawn.getRGB(fromX, fromY));
      }
    }
  }

  private void fill(Shape shape, Color color) {
    Shape dense = DENSE.createTransformedShape(shape);
    Rectangle bounds =
        dense.getBounds().intersection(new Rectangle(image.getWidth(), image.getHeight()));
    if (bounds.isEmpty()) {
      return;
    }
    Coverage coverage = new Coverage(dense, bounds);
    for (int y = 0; y < bounds.height; y++) {
      double[] covered = coverage.row(y);
      for (int x = 0; x < covered.length; x++) {
        if (covered[x] > 0) {
          double share = Math.min(1, covered[x]) * color.getAlpha() / 255;
          blend(bounds.x + x, bounds.y + y, color, share);
        }
      }
    }
  }

  private void blend(int x, int y, Color color, double share) {
    int below = image.getRGB(x, y);
    int blended = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int before = below >> shift & 0xff;
      int after = color.getRGB() >> shift & 0xff;
      blended |= (int) Math.round(before + share * (after - before)) << shift;
    }
    image.setRGB(x, y, blended);
  }
}
