package org.visualizingweights.report;

import java.util.function.Consumer;

/** A picture of a run, which can be had as PNG and as SVG. */
public final class Chart {
  /** The width of every chart, so that their steps stand under each other. In CSS pixels. */
  static final double WIDTH = 1200;

  private final String name;
  private final String title;
  private final double height;
  private final Consumer<Canvas> drawing;

  /**
   * @param height in CSS pixels
   */
  Chart(String name, String title, double height, Consumer<Canvas> drawing) {
    this.name = name;
    this.title = title;
    this.height = Math.ceil(height);
    this.drawing = drawing;
  }

  /** The name of its files, without what follows the dot. */
  public String name() {
    return name;
  }

  /** What it shows, in a few words. */
  public String title() {
    return title;
  }

  /** The chart as a PNG file, for screens of twice the usual density. */
  public byte[] png() {
    PngCanvas canvas = new PngCanvas(WIDTH, height);
    draw(canvas);
    return canvas.png();
  }

  /** The chart as an SVG document. */
  public String svg() {
    SvgCanvas canvas = new SvgCanvas(WIDTH, height, title);
    draw(canvas);
    return canvas.document();
  }

  private void draw(Canvas canvas) {
    canvas.rectangle(0, 0, WIDTH, height, Ink.PAPER);
    drawing.accept(canvas);
  }
}
