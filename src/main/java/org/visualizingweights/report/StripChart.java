package org.visualizingweights.report;

import java.util.List;
import org.visualizingweights.report.Canvas.Anchor;

/** Strips under each other, with one axis of steps and one colour bar. */
final class StripChart {
  private static final double EPOCHS_HEIGHT = 22;
  private static final double NAME_HEIGHT = 24;
  private static final double FRINGE_HEIGHT = 12;
  private static final double GAP = 1;
  private static final double STRIP_END = 10;
  private static final double LEGEND_HEIGHT = 62;
  private static final double BAR_WIDTH = 420;

  private final Heading heading;
  private final StepAxis axis;
  private final List<Strip> strips;
  private final HeatMap colors;
  private final String fringe;

  /**
   * @param fringe what lies in the fringes of the strips, in a few words
   */
  StripChart(Heading heading, StepAxis axis, List<Strip> strips, String fringe) {
    this.heading = heading;
    this.axis = axis;
    this.strips = strips;
    this.colors = HeatMap.over(strips, columns(axis));
    this.fringe = fringe;
  }

  /** One to a device pixel, at most. */
  static Columns columns(StepAxis axis) {
    return new Columns(axis.size(), (int) StepAxis.WIDTH * Canvas.DENSITY);
  }

  double height() {
    return heading.height()
        + EPOCHS_HEIGHT
        + strips.stream().mapToDouble(StripChart::height).sum()
        + StepAxis.TICKS_HEIGHT
        + LEGEND_HEIGHT;
  }

  private static double height(Strip strip) {
    return NAME_HEIGHT + bodyHeight(strip) + STRIP_END;
  }

  /** The rows and the fringes around them. */
  private static double bodyHeight(Strip strip) {
    return FRINGE_HEIGHT + GAP + rowsHeight(strip) + (hasBelow(strip) ? GAP + FRINGE_HEIGHT : 0);
  }

  private static double rowsHeight(Strip strip) {
    return Math.ceil((double) strip.pixels() / Canvas.DENSITY);
  }

  private static boolean hasBelow(Strip strip) {
    return strip.outside().stream().anyMatch(outside -> outside.below() > 0);
  }

  void draw(Canvas canvas) {
    heading.draw(canvas);
    double y = Math.ceil(heading.height());
    axis.drawEpochLabels(canvas, y + 14);
    y += EPOCHS_HEIGHT;
    for (Strip strip : strips) {
      draw(canvas, strip, y);
      y += height(strip);
    }
    axis.drawTicks(canvas, y - STRIP_END / 2);
    drawLegend(canvas, y + StepAxis.TICKS_HEIGHT);
  }

  private void draw(Canvas canvas, Strip strip, double top) {
    double baseline = top + NAME_HEIGHT - 7;
    double room = StepAxis.WIDTH - Ink.SMALL.width(strip.note()) - 30;
    String name = Heading.shorten(strip.name(), Ink.NAME, room);
    canvas.text(name, StepAxis.LEFT, baseline, Anchor.START, Ink.NAME);
    canvas.text(strip.note(), StepAxis.RIGHT, baseline, Anchor.END, Ink.SMALL);

    int fringePixels = (int) FRINGE_HEIGHT * Canvas.DENSITY;
    double body = top + NAME_HEIGHT;
    double rows = body + FRINGE_HEIGHT + GAP;
    double bottom = rows + rowsHeight(strip);
    place(canvas, colors.above(strip, fringePixels), body);
    place(canvas, colors.image(strip), rows);
    if (hasBelow(strip)) {
      place(canvas, colors.below(strip, fringePixels), bottom + GAP);
    }
    axis.drawEpochLines(canvas, body, body + bodyHeight(strip), Ink.PAPER);
    for (Strip.RowTick tick : strip.ticks()) {
      double y = bottom - strip.pixelsBelow(tick.row()) / Canvas.DENSITY;
      canvas.line(StepAxis.LEFT - 5, y, StepAxis.LEFT, y, Ink.GREY, 1);
      canvas.text(tick.label(), StepAxis.LEFT - 8, y + 4, Anchor.END, Ink.SMALL);
    }
  }

  private static void place(Canvas canvas, java.awt.image.BufferedImage image, double y) {
    canvas.image(
        image,
        StepAxis.LEFT,
        y,
        (double) image.getWidth() / Canvas.DENSITY,
        (double) image.getHeight() / Canvas.DENSITY);
  }

  private void drawLegend(Canvas canvas, double top) {
    canvas.text("activations in a cell, per step", StepAxis.LEFT, top + 6, Anchor.START, Ink.SMALL);
    double bar = top + 13;
    place(canvas, HeatMap.bar((int) BAR_WIDTH * Canvas.DENSITY, 14 * Canvas.DENSITY), bar);
    for (double count = 0; count <= colors.largest(); count = count == 0 ? 1 : count * 10) {
      double x = StepAxis.LEFT + BAR_WIDTH * colors.place(count);
      canvas.line(x, bar + 14, x, bar + 18, Ink.GREY, 1);
      canvas.text(Numbers.value(count), x, bar + 31, Anchor.MIDDLE, Ink.SMALL);
    }
    double x = StepAxis.LEFT + BAR_WIDTH + 60;
    canvas.rectangle(x, bar, 14, 14, Ink.VERMILLION);
    canvas.text(fringe, x + 22, bar + 12, Anchor.START, Ink.SMALL);
    canvas.rectangle(x, bar + 21, 14, 14, Ink.BLACK);
    canvas.text("share that is NaN or infinite", x + 22, bar + 33, Anchor.START, Ink.SMALL);
  }
}
