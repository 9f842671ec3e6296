package org.visualizingweights.report;

import java.util.function.Consumer;

/** A picture of a run, which can be had as PNG and as SVG. */
public final class Chart {
  /** The usual width, in CSS pixels. */
  static final int WIDTH = 1200;

  private final String name;
  private final String title;
  private final double width;
  private final double height;
  private final Consumer<Canvas> drawing;

  /**
   * @param width in CSS pixels
   * @param height in CSS pixels
   */
  Chart(String name, String title, double width, double height, Consumer<Canvas> drawing) {
    this.name = name;
    this.title = title;
    this.width = width;
    this.height = Math.ceil(height);
    this.drawing = drawing;
  }

  /** The name of its files, without what follows the dot. */
  public String name() {
    return name;
  }

  /** The chart as a PNG file, for screens of twice the usual density. */
  public byte[] png() {
    PngCanvas canvas = new PngCanvas(width, height);
    draw(canvas);
    return canvas.png();
  }

  /** The chart as an SVG document. */
  public String svg() {
    SvgCanvas canvas = new SvgCanvas(width, height, title);
    draw(canvas);
    return canvas.document();
  }

  private void draw(Canvas canvas) {
    canvas.rectangle(0, 0, width, height, Ink.PAPER);
    drawing.accept(canvas);
  }
}
