package org.visualizingweights.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.visualizingweights.experiment.SmallestExperiment.SMALLEST;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.visualizingweights.UserError;
import org.visualizingweights.experiment.Experiments.Listed;
import org.visualizingweights.experiment.Sweep.Variant;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.training.Freeze;
import org.visualizingweights.training.LearningRates;

/** Which runs a file and the command line ask for. */
class SweepsTest {
  @TempDir Path folder;

  private Experiments experiments() {
    return SmallestExperiment.experimentsIn(folder);
  }

  private Sweep plan(String more, String overrides) throws IOException {
    Files.writeString(folder.resolve("x.yaml"), SMALLEST + more);
    return experiments().plan("x", overrides);
  }

  private Sweep plan(String more) throws IOException {
    return plan(more, "");
  }

  /** The values of each run, as {@code key=value} with commas between. */
  private static List<String> values(Sweep sweep) {
    return sweep.runs().stream()
        .map(
            run ->
                run.values().entrySet().stream()
                    .map(value -> value.getKey() + "=" + value.getValue())
                    .collect(Collectors.joining(",")))
        .toList();
  }

  @Test
  void aPlainExperimentIsOneRunAndAsItIsReadAlone() throws IOException {
    Sweep sweep = plan("", "lr=0.1");
    assertThat(sweep.isOneRun()).isTrue();
    assertThat(sweep.name()).isEqualTo("x");
    assertThat(sweep.description()).isEqualTo("What happens?");
    assertThat(sweep.runs().get(0).experiment()).isEqualTo(experiments().read("x", "lr=0.1"));
    assertThat(sweep.runs().get(0).values()).isEmpty();
  }

  @Test
  void thereIsARunForEveryCombinationTheLastKeyChangesFirst() throws IOException {
    Sweep sweep = plan("vary:\n  pretrained: [false, true]\n  lr: [0.1, 1.0]\n");
    assertThat(sweep.varied()).containsExactly("pretrained", "lr");
    assertThat(values(sweep))
        .containsExactly(
            "pretrained=false,lr=0.1",
            "pretrained=false,lr=1",
            "pretrained=true,lr=0.1",
            "pretrained=true,lr=1");
    Experiment last = sweep.runs().get(3).experiment();
    assertThat(last.pretrained()).isTrue();
    assertThat(last.lr()).isEqualTo(LearningRates.of(1));
    // what follows from a key follows from its value in the run
    assertThat(last.freeze()).isEqualTo(Freeze.BODY);
    assertThat(sweep.runs().get(0).experiment().freeze()).isEqualTo(Freeze.NONE);
  }

  @Test
  void aSweepOfOneValueIsASweepAllTheSame() throws IOException {
    assertThat(plan("vary: {lr: [0.1]}\n").isOneRun()).isFalse();
  }

  @Test
  void aRecordedRunIsNoSweep() throws IOException {
    Sweep sweep = plan("vary: {lr: [0.1, 1]}\nrepeats: 2\n");
    String yaml = sweep.runs().get(3).experiment().toYaml();
    assertThat(yaml).contains("lr: 1.0\n", "seed: 43\n").doesNotContain("vary", "repeats");
    Path file = Files.writeString(folder.resolve("experiment.yaml"), yaml);
    assertThat(experiments().readRecorded(file, "")).isEqualTo(sweep.runs().get(3).experiment());
    assertThatThrownBy(() -> experiments().readRecorded(file, "repeats=2"))
        .hasMessageContaining("repeats: there is no such key");
  }

  @Test
  void keysOfSectionsVaryWithADotOrBelowTheirSection() throws IOException {
    assertThat(values(plan("vary: {capture.every: [1, 2]}\n")))
        .containsExactly("capture.every=1", "capture.every=2");
    Sweep sweep = plan("capture: {bins: 20}\nvary:\n  capture:\n    every: [1, 2]\n");
    assertThat(values(sweep)).containsExactly("capture.every=1", "capture.every=2");
    assertThat(sweep.runs().get(1).experiment().capture().every()).isEqualTo(2);
    assertThat(sweep.runs().get(1).experiment().capture().bins()).isEqualTo(20);
  }

  @Test
  void aListInTheListIsDiscriminativeRatesAndAMapReplacesThatOfTheFile() throws IOException {
    Sweep sweep = plan("vary:\n  lr: [[0.1, 0.01], 0.01, {'*': 0.5}]\n", "capture.bins=20");
    assertThat(values(sweep)).containsExactly("lr=[0.1, 0.01]", "lr=0.01", "lr={*: 0.5}");
    assertThat(sweep.runs().get(0).experiment().lr())
        .isEqualTo(LearningRates.spread(List.of(0.1, 0.01), ResNet.RESNET_18.parts()));

    String map = SMALLEST.replace("lr: 0.01", "lr: {conv*: 1, head: 6}");
    Files.writeString(folder.resolve("x.yaml"), map + "vary:\n  lr: [{'*': 0.5}]\n");
    Experiment replaced = experiments().plan("x", "").runs().get(0).experiment();
    assertThat(replaced.lr().everywhere()).hasValue(0.5);
  }

  @Test
  void mapsInAListPutTheirCombinationsTogether() throws IOException {
    Sweep sweep =
        plan(
            """
            vary:
              - pretrained: [true]
                freeze: [body, whole-body]
              - lr: [0.1]
            """);
    assertThat(sweep.varied()).containsExactly("pretrained", "freeze", "lr");
    assertThat(values(sweep))
        .containsExactly(
            "pretrained=true,freeze=body", "pretrained=true,freeze=whole-body", "lr=0.1");
    assertThat(sweep.runs().get(2).experiment().pretrained()).isFalse();
  }

  @Test
  void repeatsHaveTheSeedsThatFollow() throws IOException {
    Sweep sweep = plan("seed: -1\nvary: {lr: [0.1, 1]}\nrepeats: 3\n");
    assertThat(values(sweep)).containsExactly("lr=0.1", "lr=0.1", "lr=0.1", "lr=1", "lr=1", "lr=1");
    assertThat(sweep.runs().stream().map(run -> run.experiment().seed()))
        .containsExactly(-1L, 0L, 1L, -1L, 0L, 1L);
    assertThat(sweep.varied()).containsExactly("lr");
    assertThat(sweep.runs().get(5).experiment())
        .isEqualTo(
            experiments().plan("x", "vary=none,repeats=1,lr=1,seed=1").runs().get(0).experiment());
    Sweep greatest = plan("seed: 9223372036854775806\nrepeats: 2\n");
    assertThat(greatest.runs().get(1).experiment().seed()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anyExperimentIsRepeatedFromTheCommandLine() throws IOException {
    Sweep sweep = plan("", "repeats=5");
    assertThat(sweep.runs()).hasSize(5);
    assertThat(sweep.varied()).isEmpty();
    assertThat(sweep.isOneRun()).isFalse();
    assertThatThrownBy(() -> experiments().read("x", "repeats=5"))
        .hasMessageContaining("a sweep of 5 runs")
        .hasMessageContaining("-Dset=vary=none,sample=none,repeats=1 makes it one");
  }

  @Test
  void theCommandLineVariesAndReplacesWhatVaries() throws IOException {
    assertThat(values(plan("", "vary={lr: [0.1, 1]}"))).containsExactly("lr=0.1", "lr=1");
    assertThat(values(plan("", "vary.lr=[0.1, 1]"))).containsExactly("lr=0.1", "lr=1");
    String both = "vary:\n  capture.every: [1, 2]\n  lr: [3, 4]\n";
    assertThat(values(plan(both, "vary.lr=[5]")))
        .containsExactly("capture.every=1,lr=5", "capture.every=2,lr=5");
    assertThat(values(plan(both, "vary.capture.every=[7]")))
        .containsExactly("capture.every=7,lr=3", "capture.every=7,lr=4");
    assertThat(values(plan("vary: [{lr: [1]}, {head: [linear]}]\n", "vary={epochs: [5]}")))
        .containsExactly("epochs=5");
    assertThat(plan(both, "vary=none").isOneRun()).isTrue();
  }

  @Test
  void checkpointsStayOnlyWhereTheFileOrTheCommandLineSaysHowMany() throws IOException {
    assertThat(keeps(plan(""))).containsExactly(false);
    assertThat(keeps(plan("checkpoints: {every: 5}\n"))).containsExactly(false);
    assertThat(keeps(plan("checkpoints: {keep: 2}\n"))).containsExactly(true);
    assertThat(keeps(plan("", "checkpoints.keep=1"))).containsExactly(true);
    assertThat(keeps(plan("vary: [{checkpoints.keep: [1, 0]}, {lr: [1]}]\n")))
        .containsExactly(true, true, false);
  }

  private static List<Boolean> keeps(Sweep sweep) {
    return sweep.runs().stream().map(Variant::keepsCheckpoints).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lr        | 0.10                  | 0.1
          lr        | 1                     | 1
          lr        | 1.0                   | 1
          lr        | 1e2                   | 100
          lr        | 1e-5                  | 0.00001
          lr        | 1E-30                 | 1e-30
          lr        | 1.50e+30              | 1.5e30
          seed      | -9223372036854775808  | -9223372036854775808
          augment   | True                  | true
          weights   | imagenet-mlnet        | imagenet-mlnet
          weights   | 'imagenet-mlnet'      | imagenet-mlnet
          limit     | none                  | none
          betas     | [0.90,0.990]          | [0.9, 0.99]
          freeze    | [ conv1,  conv2_x ]   | [conv1, conv2_x]
          """)
  void aValueHasOneText(String key, String written, String text) throws IOException {
    assertThat(values(plan("vary: {%s: [%s]}\n".formatted(key, written))))
        .containsExactly(key + "=" + text);
  }

  @Test
  void aSampleIsDrawnFromTheSeedNoCombinationTwice() throws IOException {
    String grid = "vary:\n  lr: [1, 2, 3, 4, 5, 6]\n  epochs: [1, 2, 3, 4, 5]\n";
    List<String> ten = values(plan(grid + "sample: 10\n"));
    assertThat(ten).doesNotHaveDuplicates().hasSize(10);
    assertThat(values(plan(grid + "sample: 20\n")).subList(0, 10)).isEqualTo(ten);
    assertThat(values(plan(grid + "sample: 10\nseed: 7\n"))).isNotEqualTo(ten);
    assertThat(values(plan(grid + "sample: 30\n")))
        .containsExactlyInAnyOrderElementsOf(values(plan(grid)));
    assertThat(plan(grid + "sample: 10\nrepeats: 2\n").runs()).hasSize(20);
  }

  /**
   * What java.util.Random draws is prescribed by its documentation; by hand, with the constants
   * there: of seed 42, its first nextDouble() is 0.7275636800328681 and its second
   * 0.6832234717598454.
   */
  @Test
  void numbersAreDrawnFromRangesAndRoundedToFourDigits() throws IOException {
    // 10^(-4 + 4 * 0.72756) = 0.081331, and 10^(-4 + 4 * 0.68322) = 0.054062
    assertThat(values(plan("vary: {lr: {log-uniform: [1e-4, 1]}}\nsample: 2\n")))
        .containsExactly("lr=0.08133", "lr=0.05406");
    // 0.5 + 0.72756 * 0.4
    assertThat(values(plan("vary: {momentum: {uniform: [0.5, 0.9]}}\nsample: 1\n")))
        .containsExactly("momentum=0.791");
    // 1 + floor(0.72756 * 10)
    Sweep whole = plan("vary: {epochs: {uniform: [1, 10]}}\nsample: 1\n");
    assertThat(values(whole)).containsExactly("epochs=8");
    assertThat(whole.runs().get(0).experiment().epochs()).isEqualTo(8);
  }

  @Test
  void theTextOfADrawnNumberIsTheNumberThatIsUsed() throws IOException {
    Sweep sweep = plan("vary: {lr: {log-uniform: [1e-9, 1e9]}}\nsample: 200\n");
    assertThat(sweep.runs())
        .allSatisfy(
            run ->
                assertThat(run.experiment().lr())
                    .isEqualTo(LearningRates.of(Double.parseDouble(run.values().get("lr")))))
        .allSatisfy(
            run ->
                assertThat(run.values().get("lr").replaceAll("e.*|[.]|^0[.]?0*|0+$", ""))
                    .hasSizeLessThanOrEqualTo(5));
    assertThat(values(sweep)).doesNotHaveDuplicates();
  }

  @Test
  void bothEndsOfARangeOfWholeNumbersAreDrawnAndNothingElse() throws IOException {
    assertThat(values(plan("vary: {epochs: {uniform: [1, 3]}}\nsample: 3\n")))
        .containsExactlyInAnyOrder("epochs=1", "epochs=2", "epochs=3");
    assertThat(values(plan("vary: {limit: {log-uniform: [2000, 2002]}}\nsample: 3\n")))
        .containsExactlyInAnyOrder("limit=2000", "limit=2001", "limit=2002");
  }

  /** Of 1 and 999 combinations, the first is in about a hundredth of the samples of ten. */
  @Test
  void overSeveralMapsEveryCombinationIsAsLikely() throws IOException {
    String many =
        IntStream.rangeClosed(1, 999).mapToObj(Integer::toString).collect(Collectors.joining(","));
    String maps = "vary:\n  - lr: [0.5]\n  - epochs: [" + many + "]\nsample: 10\n";
    long with = 0;
    for (int seed = 0; seed < 100; seed++) {
      with += values(plan(maps, "seed=" + seed)).contains("lr=0.5") ? 1 : 0;
    }
    assertThat(with).isLessThan(8);
  }

  @Test
  void severalExperimentsAreOneSweep() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), SMALLEST);
    Files.writeString(
        folder.resolve("b.yaml"), SMALLEST.replace("happens", "else") + "vary: {lr: [0.1, 1]}\n");
    Sweep sweep = experiments().plan("a, b.yaml", "repeats=2");
    assertThat(sweep.name()).isEqualTo("a+b");
    assertThat(sweep.description()).isEqualTo("What happens? What else?");
    assertThat(sweep.varied()).containsExactly("experiment", "lr");
    assertThat(values(sweep))
        .containsExactly(
            "experiment=a",
            "experiment=a",
            "experiment=b,lr=0.1",
            "experiment=b,lr=0.1",
            "experiment=b,lr=1",
            "experiment=b,lr=1");
    assertThat(sweep.runs().get(0).experiment()).isEqualTo(experiments().read("a", ""));
    assertThat(experiments().plan("a,b", "name=both").name()).isEqualTo("both");
  }

  @Test
  void theNameOfManyExperimentsIsStillThatOfAFolder() throws IOException {
    List<String> names = IntStream.range(0, 40).mapToObj(i -> "experiment-" + i).toList();
    for (String name : names) {
      Files.writeString(folder.resolve(name + ".yaml"), SMALLEST);
    }
    Sweep sweep = experiments().plan(String.join(",", names), "");
    assertThat(sweep.runs()).hasSize(40);
    assertThat(sweep.name())
        .isEqualTo("experiment-0+experiment-1+experiment-2+experiment-3+experiment-4+35-more")
        .matches(ExperimentReader.NAME);

    String wide = "層".repeat(66);
    Files.writeString(folder.resolve(wide + ".yaml"), SMALLEST);
    String joined = experiments().plan(wide + ",experiment-1", "").name();
    assertThat(joined).startsWith("層層").endsWith("+1-more").matches(ExperimentReader.NAME);
    assertThat(experiments().plan(wide, "").name()).isEqualTo(wide);
  }

  @Test
  void aFileWhoseNameHasACommaIsFound() throws IOException {
    Files.writeString(folder.resolve("a,b.yaml"), SMALLEST);
    Files.writeString(folder.resolve("c.yaml"), SMALLEST);
    assertThat(experiments().plan("a,b", "").isOneRun()).isTrue();
    assertThat(experiments().plan("a,b", "").name()).isEqualTo("a,b");
    assertThat(values(experiments().plan("c,a,b", "")))
        .containsExactly("experiment=c", "experiment=a,b");
  }

  @Test
  void sweepsAreListedWithWhatTheyAskAndAreValidWhereEveryRunIs() throws IOException {
    Files.writeString(folder.resolve("good.yaml"), SMALLEST + "vary: {lr: [0.1, 1]}\n");
    Files.writeString(folder.resolve("bad.yaml"), SMALLEST + "vary: {lr: [0.1, 0]}\n");
    assertThat(experiments().list())
        .containsExactly(
            new Listed(
                "bad",
                folder.resolve("bad.yaml")
                    + ":6:18: lr: found 0, allowed is a number above 0, or a list of them,"
                    + " or a map from layer group to number",
                false),
            new Listed("good", "What happens?", true));
  }

  @Test
  void tenThousandRunsAreReadWithinSeconds() throws IOException {
    String hundred =
        IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).collect(Collectors.joining(","));
    String grid = "vary:\n  lr: [%s]\n  epochs: [%s]\n".formatted(hundred, hundred);
    // The time of this thread alone, whatever else the machine does.
    ThreadMXBean time = ManagementFactory.getThreadMXBean();
    long start = time.getCurrentThreadCpuTime();
    assertThat(plan(grid + "network: lenet\noptimizer: sgd\n").runs()).hasSize(10_000);
    long seconds = (time.getCurrentThreadCpuTime() - start) / 1_000_000_000;
    assertThat(seconds).isLessThan(10);
  }

  @Test
  void theSameSeedGivesTheSameExperiment() throws IOException {
    Experiment experiment = plan("").runs().get(0).experiment();
    assertThat(experiment.withSeed(42)).isEqualTo(experiment);
    assertThat(experiment.withSeed(7).seed()).isEqualTo(7);
    assertThat(experiment.withSeed(7).withSeed(42)).isEqualTo(experiment);
  }

  @Test
  void theSameExperimentTwiceIsAMistake() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), SMALLEST);
    Path other = Files.createDirectory(folder.resolve("other")).resolve("a.yaml");
    Files.writeString(other, SMALLEST);
    assertThatThrownBy(() -> experiments().plan("a,a.yaml", ""))
        .isInstanceOf(UserError.class)
        .hasMessage("a is named twice; with -Dset=repeats=2 it runs twice, with two seeds");
    assertThatThrownBy(() -> experiments().plan("a," + other, ""))
        .hasMessageContaining("are of the same name, and their runs could not be told apart");
    assertThatThrownBy(() -> experiments().plan("a,,a", ""))
        .hasMessageContaining("no name of an experiment");
  }
}
