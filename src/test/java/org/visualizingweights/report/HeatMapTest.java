package org.visualizingweights.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.Step;
import org.visualizingweights.report.Strip.Outside;
import org.visualizingweights.view.Column;
import org.visualizingweights.view.Columns;

class HeatMapTest {

  @Test
  void everyColumnHasItsPixelsFromLeftToRight() {
    for (int steps : new int[] {1, 2, 7, 1638, 2199, 2200, 2201, 4400, 100_003}) {
      Capture capture = Synthetic.bins("conv1", 1);
      List<Column> columns = columns(Collections.nCopies(steps, capture)).atMost(2200);
      HeatMap colors = new HeatMap(2200, 1);
      int[] pixels =
          IntStream.range(0, 2200).map(x -> colors.columnAt(x, columns.size())).toArray();

      assertThat(pixels).isSorted();
      assertThat(IntStream.of(pixels).distinct().count()).isEqualTo(columns.size());
      assertThat(pixels[2199]).isEqualTo(columns.size() - 1);
      assertThat(columns.stream().mapToInt(Column::steps).sum()).isEqualTo(steps);
    }
  }

  @Test
  void aCellHasTheColourOfTheLogarithmOfItsCount() {
    // Two steps, two rows: low values at the bottom, the first step on the left.
    Strip strip = strip(List.of(new double[] {0, 99}, new double[] {9, 999}));
    HeatMap colors = HeatMap.over(List.of(strip), 8);

    BufferedImage image = colors.image(strip);

    assertThat(image.getWidth()).isEqualTo(8);
    assertThat(image.getHeight()).isEqualTo(6);
    // log 1, log 100, log 10 and log 1000 of log 1000
    assertThat(color(image, 0, 5)).isEqualTo(Viridis.color(0));
    assertThat(color(image, 3, 0)).isEqualTo(Viridis.color(170));
    assertThat(color(image, 4, 3)).isEqualTo(Viridis.color(85));
    assertThat(color(image, 7, 2)).isEqualTo(Viridis.color(255));
  }

  @Test
  void aColumnOfSeveralStepsHasTheColourOfTheirMean() {
    List<Capture> steps =
        List.of(Synthetic.bins("conv1", 0, 999), Synthetic.bins("conv1", 18, 999));
    Columns columns = columns(steps);
    Strip strip = Strips.of(columns.settings(), columns.atMost(1), columns.atMost(1).get(0)).get(0);
    HeatMap colors = HeatMap.over(List.of(strip), 1);

    assertThat(colors.largest()).isEqualTo(999);
    assertThat(color(colors.image(strip), 0, strip.pixels() - 1))
        .isEqualTo(Viridis.color(85)); // of 9
  }

  @Test
  void theFringesShowTheSharesOutside() {
    Strip strip = strip(List.of(new double[] {1, 1}, new double[] {0, 0}));
    HeatMap colors = HeatMap.over(List.of(strip), 2);

    BufferedImage above = colors.above(strip, 10);
    BufferedImage below = colors.below(strip, 10);

    // First step: half above, a quarter below, a quarter inside. Second: all broken.
    assertThat(column(above, 0)).containsOnly(Ink.PALE, Ink.VERMILLION);
    assertThat(column(above, 0).subList(5, 10)).containsOnly(Ink.VERMILLION);
    assertThat(column(above, 0).subList(0, 5)).containsOnly(Ink.PALE);
    assertThat(column(above, 1)).containsOnly(Ink.BLACK);
    assertThat(column(below, 0).subList(0, 3)).containsOnly(Ink.VERMILLION);
    assertThat(column(below, 0).subList(3, 10)).containsOnly(Ink.PALE);
  }

  /** Of so many steps of one vertex. */
  private static Columns columns(List<Capture> captures) {
    int bins = captures.get(0).bins().length;
    CaptureSettings settings = new CaptureSettings(List.of("conv1"), 1, bins, 0, 10);
    Columns columns = new Columns(settings, 1);
    for (int i = 0; i < captures.size(); i++) {
      columns.add(new Step(i, 0, 1, List.of(captures.get(i))));
    }
    return columns;
  }

  private static Strip strip(List<double[]> cells) {
    return new Strip(
        "conv1",
        "",
        cells,
        new int[] {3, 3},
        List.of(new Outside(2, 4, 0, 8), new Outside(0, 0, 8, 8)),
        List.of());
  }

  private static Color color(BufferedImage image, int x, int y) {
    return new Color(image.getRGB(x, y));
  }

  private static List<Color> column(BufferedImage image, int x) {
    return IntStream.range(0, image.getHeight()).mapToObj(y -> color(image, x, y)).toList();
  }
}
