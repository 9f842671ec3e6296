package org.visualizingweights.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.History;
import org.visualizingweights.activations.Magnitudes;
import org.visualizingweights.activations.Step;
import org.visualizingweights.view.Columns;

class MagnitudeStripsTest {

  @Test
  void negativeValuesAreBelowZeroAndPositiveOnesAbove() {
    // 5 in [1, 2), 7 in [2, 4), 3 zeros, 2 in (-2, -1], 4 in (-4, -2], 6 not finite
    Strip strip = strip(127, 5, 128, 7, 0, 3, 256 + 127, 2, 256 + 128, 4, 255, 6);

    assertThat(strip.cells().get(0)).containsExactly(4, 2, 3, 5, 7);
    assertThat(strip.outside().get(0)).isEqualTo(new Strip.Outside(0, 0, 6, 27));
  }

  @Test
  void whereNothingIsNegativeThereIsNoLowerHalf() {
    Strip strip = strip(127, 5, 129, 7, 256, 3); // negative zero is zero

    assertThat(strip.cells().get(0)).containsExactly(3, 5, 0, 7);
  }

  @Test
  void rareSmallValuesGoIntoTheRowNextToZero() {
    Strip strip = strip(100, 1, 127, 1000, 128, 1000);

    assertThat(strip.cells().get(0)).containsExactly(0, 1001, 1000);
  }

  @Test
  void powersOfTenAreNamedWhereTheyLie() {
    // 2^-4 to 2^7: 1 is four rows above the row of zero, 10 another 3.32 rows
    Strip strip = strip(123, 1000, 133, 1000);

    assertThat(strip.ticks())
        .anySatisfy(
            tick -> {
              assertThat(tick.label()).isEqualTo("1");
              assertThat(tick.row()).isEqualTo(5);
            })
        .anySatisfy(
            tick -> {
              assertThat(tick.label()).isEqualTo("10");
              assertThat(tick.row()).isBetween(8.32, 8.33);
            });
  }

  @Test
  void noValueIsOutOfThePicture() {
    History history = Synthetic.breaking(200);

    List<Strip> strips = strips(history);

    for (int vertex = 0; vertex < strips.size(); vertex++) {
      for (int step = 0; step < 200; step++) {
        Capture capture = history.steps().get(step).captures().get(vertex);
        assertThat(Arrays.stream(strips.get(vertex).cells().get(step)).sum())
            .isEqualTo(Arrays.stream(capture.magnitudes().counts()).sum());
      }
    }
  }

  /** Of one step, from pairs of a class and its count. */
  private static Strip strip(long... classesAndCounts) {
    long[] counts = new long[Magnitudes.CLASSES];
    for (int i = 0; i < classesAndCounts.length; i += 2) {
      counts[(int) classesAndCounts[i]] = classesAndCounts[i + 1];
    }
    long[] bins = new long[40];
    bins[0] = LongStream.of(counts).sum() - counts[255];
    Capture capture =
        new Capture(
            "v",
            bins,
            0,
            0,
            0,
            counts[255],
            0,
            new Magnitudes(0, counts),
            0,
            0,
            0,
            0,
            Optional.empty());
    CaptureSettings settings = new CaptureSettings(List.of("v"), 1, 40, 0, 10);
    return strips(new History(settings, List.of(new Step(0, 0, 1, List.of(capture))))).get(0);
  }

  private static List<Strip> strips(History history) {
    Columns columns = Synthetic.columns(history);
    return MagnitudeStrips.of(
        history.settings().vertices(), columns.list(), columns.atMost(1).get(0));
  }
}
