package org.visualizingweights.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.History;
import org.visualizingweights.activations.Step;
import org.visualizingweights.activations.VertexSum;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.ExperimentSummary;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunFolders;
import org.visualizingweights.run.ValidationMetrics;
import org.visualizingweights.run.Versions;
import org.visualizingweights.view.Columns;
import org.visualizingweights.view.LossSum;
import org.w3c.dom.Document;

class ChartsTest {
  private static final Instant START = Instant.parse("2026-11-23T10:15:30Z");
  private static final List<String> NAMES =
      List.of("strips", "magnitudes", "near-zero", "moments", "losses");

  @TempDir Path runs;

  /** The pictures are left in target/example-charts, for people to look at. */
  @ParameterizedTest
  @ValueSource(strings = {"healthy", "breaking", "pretrained"})
  void aWholeRunHasFiveChartsOfAFewMegabytes(String name) throws IOException {
    History history =
        switch (name) {
          case "healthy" -> Synthetic.healthy(1638);
          case "breaking" -> Synthetic.breaking(1638);
          default -> Synthetic.pretrained(1638);
        };
    RunFolder run = RunFolders.create(runs, name, START);
    run.write(Synthetic.manifest(name, "What does each layer do?", "0.01", 1638));
    Synthetic.metrics(0.0553, 0.0491, 0.0345).forEach(run::append);

    List<Path> files = Charts.write(run, Synthetic.columns(history), ChartSettings.WHOLE);

    assertThat(files)
        .containsExactlyElementsOf(
            NAMES.stream()
                .flatMap(n -> IntStream.of(0, 1).mapToObj(i -> n + (i == 0 ? ".png" : ".svg")))
                .map(run.charts()::resolve)
                .toList());
    long bytes = 0;
    Path examples = Files.createDirectories(Path.of("target", "example-charts", name));
    for (Path file : files) {
      bytes += Files.size(file);
      Files.write(examples.resolve(file.getFileName()), Files.readAllBytes(file));
    }
    assertThat(bytes).isLessThan(5_000_000);
  }

  @Test
  void theSameRunGivesTheSameFiles() {
    Manifest manifest = Synthetic.manifest("x", "", "0.01", 30);
    List<Chart> once =
        Charts.of(manifest, Synthetic.columns(Synthetic.breaking(30)), List.of(), Chart.WIDTH);
    List<Chart> again =
        Charts.of(manifest, Synthetic.columns(Synthetic.breaking(30)), List.of(), Chart.WIDTH);

    for (int i = 0; i < once.size(); i++) {
      assertThat(once.get(i).svg()).isEqualTo(again.get(i).svg());
      assertThat(once.get(i).png()).isEqualTo(again.get(i).png());
    }
  }

  @Test
  void aBinIsAsHighInThePictureAsItsShareOfTheStrip() throws IOException {
    // All activations are in the highest of 40 bins: 5 yellow pixels on 195 purple ones.
    long[] bins = new long[40];
    bins[39] = 1000;
    CaptureSettings settings = new CaptureSettings(List.of("conv1"), 1, 40, 0, 10);
    History history =
        new History(settings, List.of(new Step(0, 0, 1, List.of(Synthetic.bins("conv1", bins)))));

    Chart strips = chart("strips", Synthetic.manifest("x", "", "1", 1), history, List.of());
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(strips.png()));

    // In the middle of the strip, to the right of the colour bar.
    int x = (int) (StepAxis.LEFT + (Chart.WIDTH - 100) * 0.9) * Canvas.DENSITY;
    int[] column = image.getRGB(x, 0, 1, image.getHeight(), null, 0, 1);
    int yellow = Viridis.color(255).getRGB();
    int purple = Viridis.color(0).getRGB();
    assertThat(IntStream.of(column).filter(rgb -> rgb == yellow)).hasSize(5);
    assertThat(IntStream.of(column).filter(rgb -> rgb == purple)).hasSize(195);
    int top =
        IntStream.range(0, column.length).filter(y -> column[y] == yellow).min().orElseThrow();
    assertThat(column[top + 5]).as("high values are at the top").isEqualTo(purple);
  }

  @Test
  void hostileNamesStayTextInSvg() throws Exception {
    String name = "<script>alert('\"&amp;')</script> שלום \u202Eevil\u0000 ]]> \uD800";
    CaptureSettings settings = new CaptureSettings(List.of(name), 1, 2, 0, 10);
    History history =
        new History(settings, List.of(new Step(0, 0, 1, List.of(Synthetic.bins(name, 1, 2)))));
    Manifest manifest = Synthetic.manifest(name, name, name, 1).failed(name, START);

    for (Chart chart : Charts.of(manifest, Synthetic.columns(history), List.of(), Chart.WIDTH)) {
      Document document = parse(chart.svg());

      assertThat(document.getElementsByTagName("script").getLength()).isZero();
      assertThat(document.getDocumentElement().getTextContent())
          .contains("<script>alert('\"&amp;')</script> שלום")
          .doesNotContain("\u202E", "\u0000");
      assertThat(chart.png()).isNotEmpty();
    }
  }

  @Test
  void everyChartSaysWhatTheRunReallyUsed() throws Exception {
    String sentence = "synthetic-digits instead of mnist: no network to fetch it";
    Manifest manifest =
        Synthetic.manifest("untrained", "What happens?", "0.01", 1)
            .using(
                new Provenance("synthetic-digits", "drawn", Map.of()).insteadOf(sentence),
                new Provenance("random", "Kaiming normal", Map.of()));

    for (Chart chart :
        Charts.of(manifest, Synthetic.columns(Synthetic.healthy(1)), List.of(), Chart.WIDTH)) {
      assertThat(text(chart))
          .contains(
              "untrained",
              "What happens?",
              "learning rate 0.01",
              "data: synthetic-digits",
              "weights: random",
              sentence);
    }
  }

  @Test
  void aRunInterruptedBeforeItsFirstEpochEndsHasCharts() throws Exception {
    Manifest manifest = Synthetic.manifest("untrained", "", "0.01", 1).interrupted("Ctrl-C", START);

    for (Chart chart :
        Charts.of(manifest, Synthetic.columns(Synthetic.healthy(1)), List.of(), Chart.WIDTH)) {
      assertThat(text(chart))
          .contains(
              "interrupted after 1 of 1,638 steps", "The run was interrupted: Ctrl-C", "epoch 1")
          .doesNotContain("epoch 1  ·");
    }
  }

  @Test
  void anEpochThatHasJustBegunLeavesTheOthersTheirLabels() throws Exception {
    History history = Synthetic.history(548, (v, t) -> new Synthetic.Shape(1, 1, true), t -> 1);
    Manifest manifest = Synthetic.manifest("x", "", "1", 548);

    assertThat(text(chart("near-zero", manifest, history, Synthetic.metrics(0.0553))))
        .contains("epoch 1  ·  validation error 5.5%");
  }

  @Test
  void aRunWithoutAStepHasNoCharts() {
    RunFolder run = RunFolders.create(runs, "x", START);
    run.write(Synthetic.manifest("x", "", "1", 0));

    assertThat(Charts.write(run, new Columns(Synthetic.SETTINGS, 1), ChartSettings.WHOLE))
        .isEmpty();
  }

  @Test
  void nothingButNaNIsDrawnAsWhatItIs() throws Exception {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<Capture> captures =
          Synthetic.SETTINGS.vertices().stream().map(v -> Synthetic.allNaN(v, 1000)).toList();
      steps.add(new Step(i, 0, Double.NaN, captures));
    }
    History history = new History(Synthetic.SETTINGS, steps);
    List<EpochMetrics> metrics =
        List.of(new EpochMetrics(1, 2, Double.NaN, Double.POSITIVE_INFINITY, 0.9, 1));
    Manifest manifest = Synthetic.manifest("x", "", "1", 3);

    assertThat(text(chart("strips", manifest, history, metrics)))
        .contains("NaN or infinite at 3 steps", "share that is NaN or infinite");
    assertThat(text(chart("losses", manifest, history, metrics)))
        .contains("NaN or infinite at 3 of 3 steps", "∞", "90.0%");
    for (Chart chart : Charts.of(manifest, Synthetic.columns(history), metrics, Chart.WIDTH)) {
      assertThat(chart.svg())
          .doesNotContainPattern("(points|x|y|width|height)=\"[^\"]*(NaN|Infinity)");
      assertThat(chart.png()).isNotEmpty();
    }
  }

  @Test
  void manyEpochsManyStepsAndManyVerticesAreStillDrawn() throws Exception {
    List<String> vertices = IntStream.range(0, 12).mapToObj(i -> "vertex-" + i).toList();
    CaptureSettings settings = new CaptureSettings(vertices, 10, 4, -1, 1);
    List<Step> steps = new ArrayList<>();
    List<EpochMetrics> metrics = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      Capture capture = Synthetic.bins("v", i, 1, 2, 3);
      steps.add(new Step(10 * i, i / 50, 1.0 / (i + 1), Collections.nCopies(12, capture)));
    }
    for (int epoch = 1; epoch <= 100; epoch++) {
      metrics.add(new EpochMetrics(epoch, 500 * epoch - 1, 1, 1, 1.0 / epoch, 1));
    }
    Manifest manifest = Synthetic.manifest("x", "", "1", 50_000);
    History history = new History(settings, steps);

    String strips = text(chart("strips", manifest, history, metrics));
    assertThat(strips).contains("the mean of 3 captured training steps", "vertex-11", "40,000");
    for (Chart chart : Charts.of(manifest, Synthetic.columns(history), metrics, Chart.WIDTH)) {
      assertThat(chart.svg().length()).isLessThan(4_000_000);
    }
  }

  @Test
  void theShareNearZeroIsThatOfTheTwoLowestBins() {
    assertThat(nearZero(3, 2, 4, 1)).isEqualTo(0.5);
    assertThat(nearZero(7)).isEqualTo(1);
    assertThat(nearZero(0, 0, 0)).isNaN();
  }

  private static double nearZero(long... bins) {
    return VertexSum.of(Synthetic.bins("v", bins))
        .nearZero(new CaptureSettings(List.of("v"), 1, bins.length, 0, 10));
  }

  @Test
  void nearZeroIsAroundZeroWhereverTheRangeBegins() throws Exception {
    long[] bins = {1, 2, 4, 8};
    assertThat(around(-1, 1, bins)).isEqualTo(6 / 15.0);
    assertThat(around(-1, 3, bins)).isEqualTo(3 / 15.0);
    assertThat(around(-0.9, 3.1, bins)).isEqualTo(3 / 15.0);
    assertThat(around(-3, 1, bins)).isEqualTo(12 / 15.0);
    assertThat(around(5, 9, bins)).isEqualTo(3 / 15.0);
    assertThat(around(-9, -5, bins)).isEqualTo(12 / 15.0);
    assertThat(around(-1, 1, 7)).isEqualTo(1);

    assertThat(nearZeroText(-1, 1)).contains("nearest to zero (−0.5 to 0.5)", "collapsed to zero");
    assertThat(nearZeroText(0, 10)).contains("nearest to zero (0 to 5)", "collapsed to zero");
    assertThat(nearZeroText(5, 9)).contains("(5 to 7)").doesNotContain("collapsed to zero");
  }

  private static double around(double low, double high, long... bins) {
    return VertexSum.of(Synthetic.bins("v", bins))
        .nearZero(new CaptureSettings(List.of("v"), 1, bins.length, low, high));
  }

  private static String nearZeroText(double low, double high) throws Exception {
    CaptureSettings settings = new CaptureSettings(List.of("v"), 1, 4, low, high);
    Step step = new Step(0, 0, 1, List.of(Synthetic.bins("v", 1, 2, 4, 8)));
    Manifest manifest = Synthetic.manifest("x", "", "1", 1);
    return text(chart("near-zero", manifest, new History(settings, List.of(step)), List.of()));
  }

  @Test
  void smoothingPassesOverWhatIsNotFinite() {
    double[] smooth = smooth(1, 100, Double.NaN, 10, 0);

    assertThat(smooth[0]).isEqualTo(10, within(1e-9)); // cube root of 1000
    assertThat(smooth[2]).isNaN();
    assertThat(smooth(Double.NaN, 0)).containsOnly(Double.NaN);
  }

  @Test
  void aShortRunIsSmoothedLessSoThatItsLineIsNotFlat() {
    History history = Synthetic.history(12, (v, t) -> new Synthetic.Shape(1, 1, true), t -> 12 - t);

    Series smoothed =
        new LossPanels(new StepAxis(Synthetic.columns(history), List.of(), true, 1200), 1)
            .panels()
            .get(0)
            .series()
            .get(1);

    assertThat(smoothed.ys()[0]).isGreaterThan(11);
    assertThat(smoothed.ys()[11]).isLessThan(2);
  }

  @Test
  void guessingIsAmongAsManyClassesAsTheDataHas() throws Exception {
    Manifest manifest = Synthetic.manifest("x", "", "1", 2);
    Manifest photos =
        manifest.using(
            new Provenance("photos", "here", Map.of()).withClasses(200),
            manifest.weights().orElseThrow());
    History history = Synthetic.healthy(2);

    // The natural logarithm of 200 is 5.298.
    assertThat(text(chart("losses", photos, history, List.of())))
        .contains("Guessing among 200 classes has a loss of 5.3 and an error of 99.5%.");
    assertThat(text(chart("losses", manifest, history, List.of()))).doesNotContain("Guessing");
  }

  @Test
  void aValidationLossThatIsNotFiniteIsCounted() throws Exception {
    List<EpochMetrics> metrics = List.of(new EpochMetrics(1, 2, 1, Double.NaN, 0.9, 1));

    assertThat(
            text(
                chart(
                    "losses", Synthetic.manifest("x", "", "1", 3), Synthetic.healthy(3), metrics)))
        .contains("finite at every step; NaN or infinite in validation after 1 of 1 epoch");
  }

  /** Four steps of the first epoch, two of the second, and one of which nobody knows. */
  private static History unplanned(IntToDoubleFunction losses) {
    List<Step> steps =
        IntStream.range(0, 7)
            .mapToObj(
                i ->
                    new Step(
                        i,
                        i < 4 ? 0 : i < 6 ? 1 : 2,
                        losses.applyAsDouble(i),
                        List.of(Synthetic.bins("dense", 1, 2))))
            .toList();
    return new History(new CaptureSettings(List.of("dense"), 1, 2, -1, 1), steps);
  }

  private static Manifest watched(int epochs) {
    return Manifest.start(
            new ExperimentSummary("mine", "", "", Map.of(), 7),
            Map.of(),
            Progress.UNPLANNED,
            "CPU",
            new Versions("1.0", Optional.empty(), "1.0.0-M2.1", "17", "Linux"),
            new Machine("a CPU", 2, 2, 1L << 34),
            START)
        .watchedIn("com.example.Train")
        .at(new Progress(7, 0, epochs, 0, 0));
  }

  private static EpochMetrics epoch(int number, int lastStep, ValidationMetrics... validation) {
    return new EpochMetrics(number, lastStep, 1, Stream.of(validation).findFirst(), 1);
  }

  @Test
  void whatIsNotKnownOfARunThatWasWatchedIsNotInItsCharts() throws Exception {
    for (Chart chart :
        Charts.of(watched(0), Synthetic.columns(unplanned(i -> 1)), List.of(), Chart.WIDTH)) {
      assertThat(text(chart))
          .contains("watched in com.example.Train", "running, after 7 steps")
          .doesNotContain("epoch", "learning rate", "of 0", "validation", "Guessing");
    }
    Manifest finished = watched(0).finished(START.plusSeconds(1));
    assertThat(text(chart("strips", finished, unplanned(i -> 1), List.of())))
        .contains("seed 7  ·  7 steps")
        .doesNotContain("epoch");
  }

  @Test
  void epochsEndWhereTheyEndedAndMayLackAValidation() {
    List<EpochMetrics> metrics =
        List.of(epoch(1, 3, new ValidationMetrics(0.5, OptionalDouble.empty())), epoch(2, 5));

    StepAxis axis = new StepAxis(Synthetic.columns(unplanned(i -> 1)), metrics, false, 1200);

    assertThat(axis.epochs()).extracting(StepAxis.EpochSpan::end).containsExactly(4, 6);
    LossPanels losses = new LossPanels(axis, 1);
    assertThat(losses.hasErrors()).isFalse();
    assertThat(losses.panels()).hasSize(1);
    Series validation = losses.panels().get(0).series().get(2);
    assertThat(validation.xs()).containsExactly(4);
    assertThat(validation.ys()).containsExactly(0.5);
  }

  @Test
  void anEpochWithoutACapturedStepHasItsValidation() {
    ValidationMetrics valid = new ValidationMetrics(0.5, OptionalDouble.of(0.25));
    List<Step> steps =
        List.of(
            new Step(0, 0, 1, List.of(Synthetic.bins("v", 1, 2))),
            new Step(10, 2, 1, List.of(Synthetic.bins("v", 1, 2))));
    History history = new History(new CaptureSettings(List.of("v"), 10, 2, 0, 1), steps);

    StepAxis axis =
        new StepAxis(
            Synthetic.columns(history),
            List.of(epoch(1, 3, valid), epoch(2, 6, valid)),
            false,
            1200);

    assertThat(axis.epochs()).extracting(StepAxis.EpochSpan::end).containsExactly(1, 1);
    assertThat(new LossPanels(axis, 10).panels().get(1).series().get(0).ys())
        .containsExactly(25, 25);
  }

  @Test
  void lossesBelowZeroAreDrawnOnAnEvenAxis() throws Exception {
    Chart losses = chart("losses", watched(0), unplanned(i -> 0.5 - i), List.of());

    assertThat(text(losses)).contains("Lower is better.", "−5", "0").doesNotContain("logarithmic");
    assertThat(losses.svg()).doesNotContainPattern("(points|x|y)=\"[^\"]*NaN");
  }

  @Test
  void theEndsOfARangeAreNamedAndRoundValuesBetweenThem() throws Exception {
    Manifest manifest = Synthetic.manifest("x", "", "1", 20);

    assertThat(text(chart("strips", manifest, around(-3, 3), List.of()))).contains("−3", "0", "3");
    assertThat(text(chart("strips", manifest, around(-0.4, 7.3), List.of())))
        .contains("−0.4", "5", "7.3", "fringe above or below a strip");
  }

  private static History around(double low, double high) {
    CaptureSettings settings = new CaptureSettings(List.of("v"), 1, 2, low, high);
    return new History(settings, List.of(new Step(0, 0, 1, List.of(Synthetic.bins("v", 1, 2)))));
  }

  @Test
  void stepsThatWereNotCapturedAreNamedBetweenTheirNeighbours() throws Exception {
    CaptureSettings every = new CaptureSettings(List.of("v"), 3, 2, 0, 10);
    List<Step> steps =
        IntStream.range(0, 6)
            .mapToObj(i -> new Step(3 * i, 0, 1, List.of(Synthetic.bins("v", 1, 2))))
            .toList();
    Chart chart = chart("losses", watched(0), new History(every, steps), List.of());

    List<Double> places =
        IntStream.of(2, 4, 6, 8, 10)
            .mapToObj(step -> Pattern.compile("<text x=\"([0-9.]+)\"[^>]*>" + step + "</text>"))
            .map(label -> label.matcher(chart.svg()).results().findFirst().orElseThrow())
            .map(found -> Double.valueOf(found.group(1)))
            .toList();

    double two = places.get(1) - places.get(0);
    for (int i = 1; i < places.size(); i++) {
      assertThat(places.get(i) - places.get(i - 1)).isCloseTo(two, within(0.1));
    }
  }

  @Test
  void lossesOfEveryTenthStepAreNotCalledThoseOfEach() throws Exception {
    History history = unplanned(i -> 2.0 / (1 + i));
    CaptureSettings every = new CaptureSettings(List.of("v"), 10, 2, 0, 1);
    List<Step> steps =
        history.steps().stream()
            .map(step -> new Step(10 * step.iteration(), 0, step.loss(), step.captures()))
            .toList();

    assertThat(text(chart("losses", watched(0), history, List.of())))
        .contains("each training step", "the axis of losses is logarithmic");
    assertThat(text(chart("losses", watched(0), new History(every, steps), List.of())))
        .contains("each captured step")
        .doesNotContain("each training step");
  }

  @Test
  void longNamesLeaveTheLegendItsPlace() throws Exception {
    String name = "encoder block 1 attention ".repeat(7).strip();
    CaptureSettings settings = new CaptureSettings(List.of(name), 1, 2, 0, 10);
    History history =
        new History(settings, List.of(new Step(0, 0, 1, List.of(Synthetic.bins(name, 1, 2)))));

    String svg = chart("moments", Synthetic.manifest("x", "", "1", 1), history, List.of()).svg();

    double legend = x(svg, ">mean<");
    double note =
        x(svg, ">last step: mean") - Ink.SMALL.width("last step: mean 1, standard deviation 0");
    assertThat(legend + Ink.SMALL.width("mean")).isLessThan(note);
  }

  /** Where a text of an SVG stands. */
  private static double x(String svg, String text) {
    String line = svg.lines().filter(l -> l.contains(text)).findFirst().orElseThrow();
    return Double.parseDouble(line.replaceFirst(".*<text x=\"([0-9.]+)\".*", "$1"));
  }

  private static double[] smooth(double... losses) {
    List<LossSum> sums = new ArrayList<>();
    for (double loss : losses) {
      LossSum sum = new LossSum();
      sum.add(loss);
      sums.add(sum);
    }
    return LossPanels.smooth(sums, 20, true);
  }

  @Test
  void aLineOfManyValuesKeepsItsPeaks() {
    double[] values = new double[100_000];
    values[51_234] = 7;
    values[77_777] = -7;

    int[] kept = PanelChart.extremes(values, 0, values.length, 1100);

    assertThat(kept).hasSizeLessThanOrEqualTo(2200).isSorted().contains(51_234, 77_777);
  }

  private static Chart chart(
      String name, Manifest manifest, History history, List<EpochMetrics> metrics) {
    return Charts.of(manifest, Synthetic.columns(history), metrics, Chart.WIDTH).stream()
        .filter(chart -> chart.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String text(Chart chart) throws Exception {
    return parse(chart.svg()).getDocumentElement().getTextContent();
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }
}
