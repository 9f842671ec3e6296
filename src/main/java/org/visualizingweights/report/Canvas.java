package org.visualizingweights.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * What charts are drawn on: a few shapes, measured in CSS pixels from the upper left corner. An
 * image is given with {@link #DENSITY} times as many pixels as the place it takes.
 */
interface Canvas {
  /** Device pixels to a CSS pixel, each way, so that charts are sharp on dense screens. */
  int DENSITY = 2;

  /** Where a text stands to the point it is drawn at. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** How a text looks. */
  record TextStyle(int size, boolean bold, Color color) {
    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

    TextStyle bolder() {
      return new TextStyle(size, true, color);
    }

    TextStyle in(Color other) {
      return new TextStyle(size, bold, other);
    }

    /** The width of a text as this machine's font has it; others differ a little. */
    double width(String text) {
      return layout(text).map(TextLayout::getAdvance).orElse(0f);
    }

    /** The letters of a text as this machine's font has them, which begins at (0, 0). */
    Shape outline(String text) {
      return layout(text).map(line -> line.getOutline(null)).orElseGet(Path2D.Double::new);
    }

    /** None of an empty text, which Java does not lay out. */
    private Optional<TextLayout> layout(String text) {
      return Optional.of(text)
          .filter(letters -> !letters.isEmpty())
          .map(letters -> new TextLayout(letters, font(), CONTEXT));
    }

    private Font font() {
      return new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, size);
    }
  }

  /** A filled rectangle. */
  void rectangle(double x, double y, double width, double height, Color fill);

  /** A line through points, drawn as one. */
  void line(double[] xs, double[] ys, Color color, double width);

  /** A filled polygon. */
  void polygon(double[] xs, double[] ys, Color fill);

  /** A text on the base line y. */
  void text(String text, double x, double y, Anchor anchor, TextStyle style);

  /** An image, stretched to the rectangle. */
  void image(BufferedImage image, double x, double y, double width, double height);

  /** A straight line. */
  default void line(double x1, double y1, double x2, double y2, Color color, double width) {
    line(new double[] {x1, x2}, new double[] {y1, y2}, color, width);
  }
}
