package org.visualizingweights.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
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

/** Draws with Java2D into the pixels of an image. */
final class PngCanvas implements Canvas {
  private final BufferedImage image;
  private final Graphics2D graphics;

  PngCanvas(double width, double height) {
    image =
        new BufferedImage(
            (int) Math.ceil(width * DENSITY),
            (int) Math.ceil(height * DENSITY),
            BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.scale(DENSITY, DENSITY);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
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
    graphics.setColor(fill);
    graphics.fill(new Rectangle2D.Double(x, y, width, height));
  }

  @Override
  public void line(double[] xs, double[] ys, Color color, double width) {
    graphics.setColor(color);
    graphics.setStroke(
        new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
    graphics.draw(path(xs, ys));
  }

  @Override
  public void polygon(double[] xs, double[] ys, Color fill) {
    graphics.setColor(fill);
    graphics.fill(path(xs, ys));
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
    graphics.setColor(style.color());
    graphics.setFont(style.font());
    graphics.drawString(text, (float) (x - before), (float) y);
  }

  @Override
  public void image(BufferedImage drawn, double x, double y, double width, double height) {
    graphics.drawImage(
        drawn, (int) Math.round(x), (int) Math.round(y), (int) width, (int) height, null);
  }
}
