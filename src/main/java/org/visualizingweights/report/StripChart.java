package org.visualizingweights.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.visualizingweights.report.Canvas.Anchor;

/** Strips under each other, with one axis of steps and one colour bar. */
final class StripChart {
  private static final double EPOCHS_HEIGHT = 22;
  private static final double NAME_HEIGHT = 24;
  private static final double FRINGE_HEIGHT = 16;
  private static final double GAP = 1;
  private static final double STRIP_END = 10;
  private static final double LEGEND_HEIGHT = 62;
  private static final double BAR_WIDTH = 420;

  private final Heading heading;
  private final StepAxis axis;
  private final List<Strip> strips;
  private final HeatMap colors;
  private final Optional<String> fringe;

  /**
   * @param fringe what fills the fringes of the strips, in a few words; empty where nothing can lie
   *     outside of the rows
   */
  StripChart(Heading heading, StepAxis axis, List<Strip> strips, Optional<String> fringe) {
    this.heading = heading;
    this.axis = axis;
    this.strips = strips;
    this.colors = HeatMap.over(strips, mostColumns(axis));
    this.fringe = fringe;
  }

  /** The most columns that a strip has: one to a device pixel. */
  static int mostColumns(StepAxis axis) {
    return (int) axis.width() * Canvas.DENSITY;
  }

  double height() {
    return heading.height()
        + EPOCHS_HEIGHT
        + strips.stream().mapToDouble(this::height).sum()
        + StepAxis.TICKS_HEIGHT
        + LEGEND_HEIGHT;
  }

  private double height(Strip strip) {
    return NAME_HEIGHT + bodyHeight(strip) + STRIP_END;
  }

  /** The rows and the fringes around them. */
  private double bodyHeight(Strip strip) {
    return (hasAbove(strip) ? FRINGE_HEIGHT + GAP : 0)
        + rowsHeight(strip)
        + (hasBelow(strip) ? GAP + FRINGE_HEIGHT : 0);
  }

  private static double rowsHeight(Strip strip) {
    return Math.ceil((double) strip.pixels() / Canvas.DENSITY);
  }

  /** Runs are easier to compare where the fringe is there even if nothing lies above. */
  private boolean hasAbove(Strip strip) {
    return fringe.isPresent() || hasNotFinite(strip);
  }

  private static boolean hasNotFinite(Strip strip) {
    return strip.outside().stream().anyMatch(outside -> outside.notFinite() > 0);
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
    double room = axis.width() - Ink.SMALL.width(strip.note()) - 30;
    String name = Heading.shorten(strip.name(), Ink.NAME, room);
    canvas.text(name, StepAxis.LEFT, baseline, Anchor.START, Ink.NAME);
    canvas.text(strip.note(), axis.right(), baseline, Anchor.END, Ink.SMALL);

    int fringePixels = (int) FRINGE_HEIGHT * Canvas.DENSITY;
    double body = top + NAME_HEIGHT;
    double rows = body + (hasAbove(strip) ? FRINGE_HEIGHT + GAP : 0);
    double bottom = rows + rowsHeight(strip);
    if (hasAbove(strip)) {
      place(canvas, colors.above(strip, fringePixels), body);
    }
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

  private static void place(Canvas canvas, BufferedImage image, double y) {
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
    double key = bar;
    if (fringe.isPresent()) {
      drawKey(canvas, Ink.VERMILLION, fringe.get(), key);
      key += 21;
    }
    if (strips.stream().anyMatch(StripChart::hasNotFinite)) {
      drawKey(canvas, Ink.BLACK, "share that is NaN or infinite", key);
    }
  }

  private static void drawKey(Canvas canvas, Color color, String meaning, double top) {
    double x = StepAxis.LEFT + BAR_WIDTH + 60;
    canvas.rectangle(x, top, 14, 14, color);
    canvas.text(meaning, x + 22, top + 12, Anchor.START, Ink.SMALL);
  }
}
