package org.visualizingweights.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.visualizingweights.report.Strip.Outside;

class HeatMapTest {

  @Test
  void stepsThatShareAColumnAreAddedAndNoneIsLost() {
    List<long[]> counts =
        IntStream.range(0, 5000).mapToObj(i -> new long[] {i, 1, 3L * i}).toList();
    Columns columns = new Columns(5000, 2200);

    List<long[]> sums = columns.add(counts);

    assertThat(columns.stepsEach()).isEqualTo(3);
    assertThat(sums).hasSize(1667);
    assertThat(sums.get(1)).containsExactly(3 + 4 + 5, 3, 3 * (3 + 4 + 5));
    assertThat(sums.get(1666)).containsExactly(4998 + 4999, 2, 3 * (4998 + 4999));
    assertThat(sums.stream().mapToLong(sum -> sum[0]).sum()).isEqualTo(5000L * 4999 / 2);
  }

  @Test
  void everyColumnHasItsPixelsFromLeftToRight() {
    for (int steps : new int[] {1, 2, 7, 1638, 2199, 2200, 2201, 4400, 100_003}) {
      Columns columns = new Columns(steps, 2200);
      int[] pixels = IntStream.range(0, 2200).map(columns::at).toArray();

      assertThat(pixels).isSorted();
      assertThat(IntStream.of(pixels).distinct().count()).isEqualTo(columns.count());
      assertThat(pixels[2199]).isEqualTo(columns.count() - 1);
      assertThat(IntStream.range(0, columns.count()).map(columns::stepsOf).sum()).isEqualTo(steps);
    }
  }

  @Test
  void aCellHasTheColourOfTheLogarithmOfItsCount() {
    // Two steps, two rows: low values at the bottom, the first step on the left.
    Strip strip = strip(List.of(new long[] {0, 99}, new long[] {9, 999}));
    HeatMap colors = HeatMap.over(List.of(strip), new Columns(2, 8));

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
    Strip strip = strip(List.of(new long[] {0, 999}, new long[] {18, 999}));
    HeatMap colors = HeatMap.over(List.of(strip), new Columns(2, 1));

    assertThat(colors.largest()).isEqualTo(999);
    assertThat(color(colors.image(strip), 0, 5)).isEqualTo(Viridis.color(85)); // of 9
  }

  @Test
  void theFringesShowTheSharesOutside() {
    Strip strip = strip(List.of(new long[] {1, 1}, new long[] {0, 0}));
    HeatMap colors = HeatMap.over(List.of(strip), new Columns(2, 2));

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

  private static Strip strip(List<long[]> cells) {
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
