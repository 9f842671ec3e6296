package org.visualizingweights.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.ChannelCounts;
import org.visualizingweights.activations.Figure;
import org.visualizingweights.activations.Magnitudes;
import org.visualizingweights.activations.Step;
import org.visualizingweights.activations.VertexSum;

/** Steps that are merged to columns. */
class ColumnsTest {
  private static final CaptureSettings SETTINGS =
      new CaptureSettings(List.of("conv1"), 1, 4, 0, 10);

  @Test
  void columnsStartAtMultiplesOfTheirLength() {
    Columns columns = columns(SampleRun.steps(SampleRun.SETTINGS, 5, 13), 4);
    assertThat(columns.list()).extracting(Column::start).containsExactly(4, 8, 12);
    assertThat(columns.list()).extracting(Column::steps).containsExactly(3, 4, 1);
  }

  /** Whatever is merged first, the sums are those of all steps counted at once. */
  @Test
  void mergingIsExactInAnyGrouping() {
    List<Step> steps = SampleRun.steps(SampleRun.SETTINGS, 0, 64);
    Column atOnce = new Column(0);
    steps.forEach(atOnce::add);
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      List<Column> parts = new ArrayList<>();
      for (int from = 0; from < steps.size(); ) {
        int to = Math.min(steps.size(), from + 1 + random.nextInt(10));
        parts.add(column(steps.subList(from, to)));
        from = to;
      }
      while (parts.size() > 1) {
        int at = random.nextInt(parts.size() - 1);
        parts.get(at).add(parts.remove(at + 1));
      }
      assertSame(parts.get(0), atOnce);
    }
  }

  @Test
  void mergingTwiceIsMergingOnce() {
    List<Step> steps = SampleRun.steps(SampleRun.SETTINGS, 0, 100);
    Viewport viewport = new Viewport(0, 99, 16);
    Columns once = columns(steps, 1).merged(viewport);
    Columns twice = columns(steps, 1).merged(new Viewport(0, 99, 4)).merged(viewport);
    assertThat(once.size()).isEqualTo(twice.size()).isEqualTo(7);
    for (int i = 0; i < 7; i++) {
      assertSame(twice.list().get(i), once.list().get(i));
    }
  }

  @Test
  void stepsThatShareAColumnAreAddedAndNoneIsLost() {
    CaptureSettings settings = new CaptureSettings(List.of("conv1"), 1, 3, 0, 10);
    Columns steps = new Columns(settings, 1);
    for (int i = 0; i < 5000; i++) {
      Capture capture = capture(new long[] {i, 1, 3L * i}, 0, 0, 0, 0, 0);
      steps.add(new Step(i, i / 50, 1, List.of(capture)));
    }

    List<Column> columns = steps.atMost(2200);
    List<long[]> sums = columns.stream().map(c -> c.vertices().get(0).bins()).toList();

    assertThat(columns.get(0).steps()).isEqualTo(3);
    assertThat(sums).hasSize(1667);
    assertThat(sums.get(1)).containsExactly(3 + 4 + 5, 3, 3 * (3 + 4 + 5));
    assertThat(sums.get(1666)).containsExactly(4998 + 4999, 2, 3 * (4998 + 4999));
    assertThat(sums.stream().mapToLong(sum -> sum[0]).sum()).isEqualTo(5000L * 4999 / 2);
    assertThat(columns.get(1666).first()).isEqualTo(4998);
    assertThat(columns.get(1666).last()).isEqualTo(4999);
    assertThat(columns.get(16).epochs()).isEqualTo(Map.of(0, 2, 1, 1)); // 48 and 49, 50
  }

  /** The values 1, 2, 3, 4 in one step and 10, NaN in the next: by hand. */
  @Test
  void theMomentsAreThoseOfAllValues() {
    double std = Math.sqrt(1.25);
    Capture first = capture(new long[] {2, 2, 0, 0}, 0, 2.5, std, 1, 4);
    Capture second = capture(new long[] {0, 0, 0, 1}, 1, 10, 0, 10, 10);
    VertexSum sum = VertexSum.of(first).plus(VertexSum.of(second));
    assertThat(sum.total()).isEqualTo(6);
    assertThat(sum.count(Figure.NANS)).isEqualTo(1);
    assertThat(sum.moments().mean()).isEqualTo(4, within(1e-12));
    assertThat(sum.moments().std()).isEqualTo(Math.sqrt(10), within(1e-12)); // 9+4+1+0+36 over 5
    assertThat(sum.moments().min()).isEqualTo(1);
    assertThat(sum.moments().max()).isEqualTo(10);
    assertThat(sum.nearZero(SETTINGS)).isEqualTo(0.8);
    assertThat(Figure.DEAD.of(sum, SETTINGS)).isEqualTo(3);
    assertThat(Figure.CHANNELS.of(sum, SETTINGS)).isEqualTo(64);
  }

  @Test
  void aFigureIsOfTheStepsThatHaveIt() {
    VertexSum without = VertexSum.of(capture(new Magnitudes(127, new long[] {4})));
    VertexSum with = VertexSum.of(capture(new long[] {2, 2, 0, 0}, 0, 2.5, 1, -1, 4));
    assertThat(Figure.DEAD.isIn(List.of(without))).isFalse();
    assertThat(Figure.DEAD.of(without, SETTINGS)).isNaN();
    assertThat(Figure.MIN.isIn(List.of(without))).isTrue();
    VertexSum both = without.plus(with);
    assertThat(Figure.DEAD.isIn(List.of(without, both))).isTrue();
    assertThat(Figure.DEAD.of(both, SETTINGS)).isEqualTo(3);
    assertThat(Figure.CHANNELS.of(both, SETTINGS)).isEqualTo(64);
    assertThat(Figure.MIN.of(both, SETTINGS)).isEqualTo(-1);
    assertThat(Figure.MAX.of(both, SETTINGS)).isEqualTo(4);
  }

  @Test
  void whereNoValueIsFiniteThereAreNoMoments() {
    VertexSum sum =
        VertexSum.of(capture(new long[4], 5, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
    assertThat(sum.total()).isEqualTo(5);
    assertThat(sum.moments().std()).isNaN();
    assertThat(sum.nearZero(SETTINGS)).isNaN();
    VertexSum more = VertexSum.of(capture(new long[] {1, 0, 0, 0}, 0, 0.5, 0, 0.5, 0.5));
    assertThat(sum.plus(more).moments().mean()).isEqualTo(0.5);
    assertThat(Figure.MIN.of(sum.plus(more), SETTINGS)).isEqualTo(0.5);
  }

  /** -3, -0.75, two zeros, 1.5, 1e-9 and 2^20. */
  @Test
  void valueClassesGoFromTheMostNegativeToTheMostPositive() {
    long[] counts = new long[512];
    for (float value : new float[] {-3, -0.75f, 0, -0f, 1.5f, 1e-9f, 1 << 20}) {
      counts[Float.floatToRawIntBits(value) >>> 23]++;
    }
    VertexSum sum = VertexSum.of(capture(new Magnitudes(0, counts)));
    ValueClasses classes = ValueClasses.of(List.of(sum));
    List<ValueClasses.ValueClass> list = classes.list();
    long[] found = classes.counts(sum);
    assertThat(list).hasSize(found.length);
    assertThat(list.get(0)).isEqualTo(new ValueClasses.ValueClass("−4 to −2", -4, -2));
    List<String> used =
        IntStream.range(0, found.length)
            .filter(i -> found[i] > 0)
            .mapToObj(i -> list.get(i).label() + ": " + found[i])
            .toList();
    assertThat(used)
        .containsExactly(
            "−4 to −2: 1",
            "−1 to −0.5: 1",
            "0: 2",
            "0 to 2^−23: 1",
            "1 to 2: 1",
            "2^20 to 2^21: 1");
    for (int i = 1; i < list.size(); i++) {
      assertThat(list.get(i).from()).isEqualTo(list.get(i - 1).to());
    }
  }

  @Test
  void aStepThatWasCapturedInAnotherWayDoesNotFit() {
    CaptureSettings settings = SampleRun.SETTINGS;
    assertThat(settings.match(SampleRun.step(settings, 0))).isTrue();
    assertThat(settings.match(SampleRun.step(SETTINGS, 0))).isFalse();
    CaptureSettings moreBins = new CaptureSettings(List.of("conv1", "conv2_x"), 1, 5, 0, 10);
    assertThat(settings.match(SampleRun.step(moreBins, 0))).isFalse();
  }

  private static void assertSame(Column column, Column expected) {
    assertThat(column.start()).isEqualTo(expected.start());
    assertThat(column.steps()).isEqualTo(expected.steps());
    assertThat(column.loss().mean()).isEqualTo(expected.loss().mean(), within(1e-12));
    assertThat(column.loss().min()).isEqualTo(expected.loss().min());
    assertThat(column.loss().geometricMean())
        .isEqualTo(expected.loss().geometricMean(), within(1e-12));
    assertThat(column.epochs()).isEqualTo(expected.epochs());
    assertThat(column.first()).isEqualTo(expected.first());
    assertThat(column.last()).isEqualTo(expected.last());
    assertThat(column.loss().notFinite()).isEqualTo(expected.loss().notFinite());
    for (int i = 0; i < expected.vertices().size(); i++) {
      assertSame(column.vertices().get(i), expected.vertices().get(i));
    }
  }

  private static void assertSame(VertexSum sum, VertexSum expected) {
    assertThat(sum.bins()).isEqualTo(expected.bins());
    assertThat(counts(sum)).isEqualTo(counts(expected));
    ValueClasses classes = ValueClasses.of(List.of(expected));
    assertThat(ValueClasses.of(List.of(sum))).isEqualTo(classes);
    assertThat(classes.counts(sum)).isEqualTo(classes.counts(expected));
    assertThat(sum.moments().mean()).isEqualTo(expected.moments().mean(), within(1e-9));
    assertThat(sum.moments().std()).isEqualTo(expected.moments().std(), within(1e-9));
    assertThat(sum.moments().min()).isEqualTo(expected.moments().min());
    assertThat(sum.moments().max()).isEqualTo(expected.moments().max());
    assertThat(sum.stepsNotFinite()).isEqualTo(expected.stepsNotFinite());
    assertThat(sum.mostBelow()).isEqualTo(expected.mostBelow());
    assertThat(sum.mostAbove()).isEqualTo(expected.mostAbove());
    assertThat(Figure.DEAD.of(sum, SETTINGS)).isEqualTo(Figure.DEAD.of(expected, SETTINGS));
    assertThat(Figure.SATURATED.of(sum, SETTINGS))
        .isEqualTo(Figure.SATURATED.of(expected, SETTINGS));
  }

  private static List<Long> counts(VertexSum sum) {
    return Stream.of(
            Figure.BELOW, Figure.ABOVE, Figure.ZEROS, Figure.NANS, Figure.INFINITIES, Figure.TOTAL)
        .map(sum::count)
        .toList();
  }

  private static Column column(List<Step> steps) {
    Column column = new Column(steps.get(0).iteration());
    steps.forEach(column::add);
    return column;
  }

  private static Columns columns(List<Step> steps, int per) {
    Columns columns = new Columns(SampleRun.SETTINGS, per);
    steps.forEach(columns::add);
    return columns;
  }

  private static Capture capture(Magnitudes magnitudes) {
    return new Capture(
        "conv1", new long[4], 0, 0, 0, 0, 0, magnitudes, 0, 0, 0, 0, Optional.empty());
  }

  private static Capture capture(
      long[] bins, long nans, double mean, double std, double min, double max) {
    return new Capture(
        "conv1",
        bins,
        0,
        0,
        0,
        nans,
        0,
        new Magnitudes(127, new long[] {Arrays.stream(bins).sum()}),
        mean,
        std,
        min,
        max,
        Optional.of(new ChannelCounts(64, 3, 0)));
  }
}
