package org.visualizingweights.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.visualizingweights.Visible;

/**
 * Writes SVG: text as text, anchored so that it stays in its place in the reader's own font, and
 * images as PNG inside of the file.
 */
final class SvgCanvas implements Canvas {
  private final StringBuilder svg = new StringBuilder();

  /**
   * @param title that is read aloud, or shown when the pointer rests on the picture
   */
  SvgCanvas(double width, double height, String title) {
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$s %2$s" width="%1$s" \
        height="%2$s" role="img" font-family="'DejaVu Sans', Verdana, sans-serif">
        <title>%3$s</title>
        """
            .formatted(number(width), number(height), escape(title)));
  }

  /** The whole document. */
  String document() {
    return svg + "</svg>\n";
  }

  @Override
  public void rectangle(double x, double y, double width, double height, Color fill) {
    add(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" %s/>",
        number(x), number(y), number(width), number(height), paint("fill", fill));
  }

  @Override
  public void line(double[] xs, double[] ys, Color color, double width) {
    add(
        "<polyline points=\"%s\" fill=\"none\" %s stroke-width=\"%s\""
            + " stroke-linejoin=\"round\"/>",
        points(xs, ys), paint("stroke", color), number(width));
  }

  @Override
  public void polygon(double[] xs, double[] ys, Color fill) {
    add("<polygon points=\"%s\" %s/>", points(xs, ys), paint("fill", fill));
  }

  @Override
  public void text(String text, double x, double y, Anchor anchor, TextStyle style) {
    add(
        "<text x=\"%s\" y=\"%s\" font-size=\"%s\" %s%s%s>%s</text>",
        number(x),
        number(y),
        style.size(),
        paint("fill", style.color()),
        style.bold() ? " font-weight=\"bold\"" : "",
        anchor == Anchor.START
            ? ""
            : " text-anchor=\"" + anchor.name().toLowerCase(Locale.ROOT) + "\"",
        escape(text));
  }

  @Override
  public void image(BufferedImage image, double x, double y, double width, double height) {
    add(
        "<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" preserveAspectRatio=\"none\""
            + " href=\"data:image/png;base64,%s\"/>",
        number(x),
        number(y),
        number(width),
        number(height),
        Base64.getEncoder().encodeToString(PngCanvas.png(image)));
  }

  private void add(String format, Object... values) {
    svg.append(format.formatted(values)).append('\n');
  }

  private static String points(double[] xs, double[] ys) {
    return IntStream.range(0, xs.length)
        .mapToObj(i -> number(xs[i]) + "," + number(ys[i]))
        .collect(Collectors.joining(" "));
  }

  /** Hundredths of a pixel are fine enough, and make small files. */
  private static String number(double value) {
    long hundredths = Math.round(value * 100);
    return hundredths % 100 == 0
        ? Long.toString(hundredths / 100)
        : String.format(Locale.ROOT, "%.2f", hundredths / 100.0);
  }

  private static String paint(String attribute, Color color) {
    String rgb =
        "%s=\"#%02x%02x%02x\""
            .formatted(attribute, color.getRed(), color.getGreen(), color.getBlue());
    return color.getAlpha() == 255
        ? rgb
        : rgb + " %s-opacity=\"%s\"".formatted(attribute, number(color.getAlpha() / 255.0));
  }

  private static String escape(String text) {
    return Visible.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&apos;");
  }
}
