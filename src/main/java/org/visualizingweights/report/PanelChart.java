package org.visualizingweights.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.visualizingweights.report.Canvas.Anchor;

/** Panels under each other, with one axis of steps. */
record PanelChart(Heading heading, StepAxis axis, List<Panel> panels) {
  private static final double EPOCHS_HEIGHT = 22;
  private static final double NAME_HEIGHT = 24;
  private static final double NOT_FINITE_HEIGHT = 8;
  private static final double PANEL_END = 12;
  private static final double LABEL_WIDTH = 50;

  /** How much wider other machines' fonts may be than this one's. */
  private static final double WIDER = 1.06;

  private static final Color SURFACE = new Color(0xf7f7f7);
  private static final Color EPOCH_LINE = new Color(0x99666666, true);
  private static final Color LABEL_GROUND = new Color(0xd9ffffff, true);

  double height() {
    return Math.ceil(heading.height())
        + EPOCHS_HEIGHT
        + panels.stream().mapToDouble(PanelChart::height).sum()
        + StepAxis.TICKS_HEIGHT;
  }

  private static double height(Panel panel) {
    return NAME_HEIGHT
        + (panel.notFinite().length > 0 ? NOT_FINITE_HEIGHT : 0)
        + panel.height()
        + PANEL_END;
  }

  void draw(Canvas canvas) {
    heading.draw(canvas);
    double y = Math.ceil(heading.height());
    axis.drawEpochLabels(canvas, y + 14);
    y += EPOCHS_HEIGHT;
    for (Panel panel : panels) {
      draw(canvas, panel, y);
      y += height(panel);
    }
    axis.drawTicks(canvas, y - PANEL_END);
  }

  private void draw(Canvas canvas, Panel panel, double top) {
    drawName(canvas, panel, top + NAME_HEIGHT - 7);
    double plot = top + NAME_HEIGHT;
    if (panel.notFinite().length > 0) {
      drawNotFinite(canvas, panel.notFinite(), plot);
      plot += NOT_FINITE_HEIGHT;
    }
    canvas.rectangle(StepAxis.LEFT, plot, axis.width(), panel.height(), SURFACE);
    for (AxisScale.Tick tick : panel.scale().ticks((int) (panel.height() / 14))) {
      double y = y(panel, tick.value(), plot);
      canvas.line(StepAxis.LEFT, y, axis.right(), y, Ink.PALE, 1);
      canvas.text(tick.label(), StepAxis.LEFT - 8, y + 4, Anchor.END, Ink.SMALL);
    }
    for (Series series : panel.series()) {
      if (series.look() == Series.Look.POINTS) {
        drawPoints(canvas, panel, series, plot);
      } else {
        drawLine(canvas, panel, series, plot);
      }
    }
    axis.drawEpochLines(canvas, plot, plot + panel.height(), EPOCH_LINE);
  }

  /** The name, the legend beside it where there is more than one series, and the note. */
  private void drawName(Canvas canvas, Panel panel, double baseline) {
    List<Series> named = panel.series().size() > 1 ? panel.series() : List.of();
    double legend = named.stream().mapToDouble(PanelChart::legendWidth).sum();
    double room = axis.width() - Ink.SMALL.width(panel.note()) - 30;
    String name = Heading.shorten(panel.name(), Ink.NAME, (room - legend) / WIDER);
    canvas.text(name, StepAxis.LEFT, baseline, Anchor.START, Ink.NAME);
    canvas.text(panel.note(), axis.right(), baseline, Anchor.END, Ink.SMALL);
    double x = StepAxis.LEFT + Ink.NAME.width(name) * WIDER + 24;
    for (Series series : named) {
      canvas.rectangle(x, baseline - 7, 18, 4, series.color());
      canvas.text(series.label(), x + 24, baseline, Anchor.START, Ink.SMALL);
      x += legendWidth(series);
    }
  }

  private static double legendWidth(Series series) {
    return 24 + Ink.SMALL.width(series.label()) * WIDER + 22;
  }

  private void drawNotFinite(Canvas canvas, boolean[] notFinite, double top) {
    canvas.rectangle(StepAxis.LEFT, top, axis.width(), NOT_FINITE_HEIGHT - 2, Ink.PALE);
    int first = 0;
    for (int i = 1; i <= notFinite.length; i++) {
      if (i == notFinite.length || notFinite[i] != notFinite[first]) {
        if (notFinite[first]) {
          double x = axis.x(axis.start(first));
          canvas.rectangle(
              x, top, Math.max(1, axis.x(axis.start(i)) - x), NOT_FINITE_HEIGHT - 2, Ink.BLACK);
        }
        first = i;
      }
    }
  }

  private void drawPoints(Canvas canvas, Panel panel, Series series, double plot) {
    double[] xs = DoubleStream.of(series.xs()).map(axis::x).toArray();
    double[] ys =
        DoubleStream.of(series.ys())
            .map(value -> Double.isFinite(value) ? y(panel, value, plot) : plot)
            .toArray();
    canvas.line(xs, ys, series.color(), 1.5);
    int labelEvery = (int) Math.ceil(axis.epochs().size() * LABEL_WIDTH / axis.width());
    for (int i = 0; i < xs.length; i++) {
      canvas.rectangle(xs[i] - 4, ys[i] - 4, 8, 8, series.color());
      if ((xs.length - 1 - i) % labelEvery == 0) {
        boolean roomAbove = ys[i] > plot + 12;
        drawLabel(canvas, series.names().get(i), xs[i], ys[i] + (roomAbove ? -9 : 19));
      }
    }
  }

  /** A text at a point, legible on whatever is there. */
  private void drawLabel(Canvas canvas, String text, double x, double baseline) {
    Canvas.TextStyle style = Ink.SMALL.bolder().in(Ink.BLACK);
    double width = style.width(text) + 8;
    double right = Math.max(StepAxis.LEFT + width, Math.min(x + width / 2, axis.right()));
    canvas.rectangle(right - width, baseline - 12, width, 16, LABEL_GROUND);
    canvas.text(text, right - width / 2, baseline, Anchor.MIDDLE, style);
  }

  private void drawLine(Canvas canvas, Panel panel, Series series, double plot) {
    int from = 0;
    for (int i = 0; i <= series.ys().length; i++) {
      if (i == series.ys().length || !Double.isFinite(series.ys()[i])) {
        if (i > from) {
          drawPiece(canvas, panel, series, from, i, plot);
        }
        from = i + 1;
      }
    }
  }

  /** Values without a gap; a single one is a dash as wide as its column. */
  private void drawPiece(
      Canvas canvas, Panel panel, Series series, int from, int end, double plot) {
    List<double[]> points = new ArrayList<>();
    if (end - from == 1) {
      double y = y(panel, series.ys()[from], plot);
      double reach = StepAxis.stepsEach(axis.columns()) / 2.0;
      points.add(new double[] {axis.x(series.xs()[from] - reach), y});
      points.add(new double[] {axis.x(series.xs()[from] + reach), y});
    } else {
      int[] shown = extremes(series.ys(), from, end, (int) axis.width());
      for (int i : shown) {
        points.add(new double[] {axis.x(series.xs()[i]), y(panel, series.ys()[i], plot)});
      }
    }
    if (series.look() == Series.Look.AREA) {
      drawSurface(canvas, points, plot + panel.height());
    }
    double width = series.look() == Series.Look.THIN_LINE ? 1 : 2;
    canvas.line(column(points, 0), column(points, 1), series.color(), width);
  }

  private static void drawSurface(Canvas canvas, List<double[]> points, double bottom) {
    List<double[]> outline = new ArrayList<>(points);
    outline.add(new double[] {points.get(points.size() - 1)[0], bottom});
    outline.add(new double[] {points.get(0)[0], bottom});
    canvas.polygon(column(outline, 0), column(outline, 1), Ink.LIGHT_BLUE);
  }

  private static double[] column(List<double[]> points, int column) {
    return points.stream().mapToDouble(point -> point[column]).toArray();
  }

  /**
   * Indices that look the same as all of them would: where there are more than two values to a
   * pixel, the smallest and the largest of each pixel's.
   */
  static int[] extremes(double[] values, int from, int end, int pixels) {
    int each = (end - from + pixels - 1) / pixels;
    if (each <= 2) {
      return IntStream.range(from, end).toArray();
    }
    List<Integer> kept = new ArrayList<>();
    for (int start = from; start < end; start += each) {
      int least = start;
      int most = start;
      for (int i = start; i < Math.min(end, start + each); i++) {
        least = values[i] < values[least] ? i : least;
        most = values[i] > values[most] ? i : most;
      }
      kept.add(Math.min(least, most));
      if (least != most) {
        kept.add(Math.max(least, most));
      }
    }
    return kept.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double y(Panel panel, double value, double plot) {
    double height = Math.max(0, Math.min(1, panel.scale().at(value)));
    return plot + panel.height() * (1 - height);
  }
}
