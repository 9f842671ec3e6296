package org.visualizingweights.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.visualizingweights.experiment.SmallestExperiment.SMALLEST;

import java.io.IOException;
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

/** What is said about sweeps that are not as they should be. */
class SweepMistakesTest {
  @TempDir Path folder;

  /** The lines of the message, with x for the file's path. */
  private List<String> mistakesIn(String more, String overrides) throws IOException {
    Path file = Files.writeString(folder.resolve("x.yaml"), SMALLEST + more);
    Experiments experiments = SmallestExperiment.experimentsIn(folder);
    UserError error = catchThrowableOfType(UserError.class, () -> experiments.plan("x", overrides));
    assertThat(error).as("an error was expected").isNotNull();
    assertThat(error.exitStatus()).isEqualTo(2);
    return error.getMessage().replace(file.toString(), "x").lines().toList();
  }

  private List<String> mistakesIn(String more) throws IOException {
    return mistakesIn(more, "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          vary: all                    | 6:7: vary: found "all", allowed is none, keys with a list of values each, as in {lr: [0.1, 1]}, or a list of such maps
          vary: []                     | 6:7: vary: found an empty list, allowed is none, keys with
          vary: {}                     | 6:7: vary: found a mapping of keys to values, allowed is none, keys with
          vary:                        | 6:6: vary: found nothing
          vary: [lr]                   | 6:8: vary: found "lr", allowed is keys with a list of values each
          vary: {pretrained: true}     | 6:20: vary.pretrained: found true, allowed is a list of values, [true]
          vary: {lr: 0.10}             | 6:12: vary.lr: found 0.10, allowed is a list of values, [0.1]
          vary: {lr: }                 | 6:11: vary.lr: found nothing, allowed is a list of values, as in [0.1, [0.1, 0.01]]
          vary: {lr: []}               | 6:12: vary.lr: found an empty list, allowed is a list of values
          vary: {lr: {conv1: 1}}       | 6:12: vary.lr: found a mapping of keys to values, allowed is a list of values
          vary: {lr: [0.10, 1, 0.1]}   | 6:22: vary.lr: found 0.1 twice
          vary: {lr: [[1, 2],[1.0, 2]]} | 6:20: vary.lr: found [1, 2] twice
          vary: {augment: [true, True]} | 6:24: vary.augment: found true twice
          vary: {lrr: [1]}             | 6:8: vary.lrr: there is no such key; did you mean lr?
          vary: {every: [1]}           | 6:8: vary.every: there is no such key; did you mean capture.every or checkpoints.every?
          vary: {fish: [1]}            | 6:8: vary.fish: there is no such key; these vary: network, pretrained, lr
          vary: {name: [a, b]}         | 6:8: vary.name: is the sweep's, and cannot vary; leave it out
          vary: {description: [a]}     | 6:8: vary.description: is the sweep's, and cannot vary
          vary: {repeats: [1, 2]}      | 6:8: vary.repeats: cannot vary; it stands beside vary:, not below it
          vary: {threads: [1, 2]}      | 6:8: vary.threads: there is no such key; it is a setting, which the command line gives: -Dthreads=…
          vary: {capture: [1, 2]}      | 6:17: vary.capture: found a list, allowed is a mapping of its keys to lists of values
          vary: {capture.every: [1], capture: {every: [2]}} | 6:38: vary.capture.every: given twice, with a dot and below its section
          vary: {lr: {uniform: [1, 2]}} | 6:12: vary.lr: numbers are drawn from a range: say how many, with sample: 20 beside vary:
          vary: {head: {uniform: [1, 2]}} | 6:14: vary.head: a range is of numbers; give a list of values
          vary: {betas: {uniform: [0, 1]}} | 6:15: vary.betas: a range is of numbers; give a list of values
          vary: {lr: {uniform: [2, 1]}} | 6:22: vary.lr.uniform: found a list, allowed is a low end below the high end
          vary: {lr: {uniform: [1]}}   | 6:22: vary.lr.uniform: found a list, allowed is a list of the low and the high end, each a number of at least 0
          vary: {lr: {uniform: [-1, 1]}} | 6:23: vary.lr.uniform: found -1, allowed is a number of at least 0
          vary: {lr: {log-uniform: [0, 1]}} | 6:27: vary.lr.log-uniform: found 0, allowed is a number above 0
          vary: {epochs: {uniform: [1, 2.5]}} | 6:26: vary.epochs.uniform: found a list, allowed is a low end below the high end, both whole numbers
          vary: {epochs: {uniform: [0, 2]}} | 6:27: vary.epochs.uniform: found 0, allowed is a number of at least 1 and of at most 100000
          vary: {lr: {uniform: [1, 2], log-uniform: [1, 2]}} | 6:12: vary.lr: found a mapping of keys to values, allowed is a range
          vary: {lr: [{uniform: [1, 2]}]} | 6:13: vary.lr: a range stands instead of the list, without the [ ] around it
          vary: {lr: {}}               | 6:12: vary.lr: found a mapping of keys to values, allowed is a list of values
          vary: {lr: [{head: 1, conv?: 1, conv?_x: 0}, 1]} | 6:42: lr.conv?_x: found 0, allowed is a number above 0
          sample: 2                    | 6:9: sample: there is nothing to draw without vary
          repeats: 0                   | 6:10: repeats: found 0, allowed is a whole number from 1 to 1000
          repeats: 1001                | 6:10: repeats: found 1001
          repeat: 5                    | 6:1: repeat: there is no such key; did you mean repeats?
          threads: 2                   | 6:1: threads: there is no such key; it is a setting, which the command line gives: -Dthreads=2
          ui: {port: 9001}             | 6:1: ui: there is no such key; it is a setting, which the command line gives: -Dui.port=9001
          """)
  void aLine(String line, String expected) throws IOException {
    assertThat(mistakesIn(line)).singleElement().asString().startsWith("x:" + expected);
  }

  @Test
  void whatTheRunsOfASweepCannotBeIsToldAtTheItem() throws IOException {
    assertThat(mistakesIn("vary:\n  epochs: [1, 2]\n  lr: [0.1, 0, -1]\n"))
        .containsExactly(
            "x:8:13: lr: found 0, allowed is a number above 0, or a list of them, or a map from"
                + " layer group to number",
            "x:8:16: lr: found -1, allowed is a number above 0, or a list of them, or a map from"
                + " layer group to number");
  }

  @Test
  void aMistakeOfTheFileIsToldOnceHoweverManyRunsHaveIt() throws IOException {
    assertThat(mistakesIn("seed: none\nvary:\n  epochs: [1, 2, 3, 4, 5]\n  lr: [0.1, 1, 2]\n"))
        .containsExactly("x:6:7: seed: found \"none\", allowed is a whole number of 64 bits");
    assertThat(mistakesIn("limit: 10\nvary:\n  batch-size: [16, 32, 64]\n"))
        .singleElement()
        .asString()
        .startsWith("x:6:8: limit: found 10, allowed is enough images for one batch of 16");
  }

  /** Only one of the two heads has the vertex. */
  @Test
  void aMistakeOfSomeCombinationsSaysOfWhich() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("x.yaml"),
            SMALLEST
                + """
                vary:
                  head: [concat-pool, linear]
                  capture.vertices: [auto, [head.relu]]
                  lr: [0.1, 1]
                """);
    Experiments experiments =
        new Experiments(
            folder,
            new ConfigFolder(Path.of("config")),
            (network, head) -> new java.util.LinkedHashSet<>(network.capturable(head)));
    UserError error = catchThrowableOfType(UserError.class, () -> experiments.plan("x", ""));
    assertThat(error.getMessage().replace(file.toString(), "x").lines())
        .singleElement()
        .asString()
        .startsWith(
            "x:8:29: capture.vertices: found \"head.relu\", allowed is a vertex of the graph")
        .endsWith(" (with head: linear)");
  }

  @Test
  void aMistakeInAMapSaysNothingOfWhatOtherMapsVary() throws IOException {
    assertThat(mistakesIn("vary:\n  - lr: [1, 2]\n    epochs: [0]\n  - head: [linear]\n"))
        .containsExactly("x:8:14: epochs: found 0, allowed is a whole number from 1 to 100000");
  }

  @Test
  void whatIsNoMatterOfTheValueButOfTheKeyIsToldOnce() throws IOException {
    assertThat(mistakesIn("vary:\n  network: [lenet, vgg16]\n  head: [linear, concat-pool]\n"))
        .filteredOn(line -> line.contains("head:"))
        .containsExactly(
            "x:8:10: head: LeNet of Deeplearning4j's zoo has the head that it has; leave this out"
                + " (with network: lenet)",
            "x:8:10: head: VGG16 of Deeplearning4j's zoo has the head that it has; leave this out"
                + " (with network: vgg16)");
  }

  @Test
  void aMistakeOfCombinationsThatHaveNothingInCommonNamesTheFirst() throws IOException {
    // 100 images are enough where a batch and those held out leave room
    assertThat(mistakesIn("limit: 100\nvary:\n  batch-size: [20, 60]\n  split: [0.3, 0.5, 0.9]\n"))
        .containsExactly(
            "x:6:8: limit: found 100, allowed is enough images for one batch of 20 and for"
                + " validation; a split of 0.9 leaves 10 and 90 (in 3 of 6 combinations, the first:"
                + " batch-size: 20, split: 0.9)");
  }

  @Test
  void mistakesOfTheFileAndOfWhatVariesAreToldTogether() throws IOException {
    assertThat(mistakesIn("seed: none\nvary: {lr: 1, epochs: [0]}\n"))
        .containsExactly(
            "x:6:7: seed: found \"none\", allowed is a whole number of 64 bits",
            "x:7:12: vary.lr: found 1, allowed is a list of values, [1]");
  }

  @Test
  void aRunThatTwoMapsGiveIsAMistakeThatNamesBoth() throws IOException {
    assertThat(mistakesIn("vary:\n  - lr: [0.01, 1]\n  - pretrained: [false, true]\n"))
        .containsExactly(
            "x:8:5: vary: its run with pretrained: false is that of the map at x:7:5 with"
                + " lr: 0.01; leave one of them out");
  }

  @Test
  void whatTheCommandLineSetsOfAKeyThatVariesWouldBeLost() throws IOException {
    String vary = "vary: {lr: [0.1, 1], capture.every: [1, 2]}\n";
    assertThat(mistakesIn(vary, "lr=0.5"))
        .containsExactly(
            "-Dset=lr=0.5: lr: vary has other values of it for every run; to replace these,"
                + " -Dset=vary.lr=[…], or -Dset=vary=none");
    assertThat(mistakesIn(vary, "lr.head=0.5"))
        .singleElement()
        .asString()
        .contains("for every run");
    assertThat(mistakesIn(vary, "capture.every=3"))
        .singleElement()
        .asString()
        .endsWith("-Dset=vary.capture.every=[…], or -Dset=vary=none");
  }

  @Test
  void repeatsNeedSeedsOfTheirOwn() throws IOException {
    assertThat(mistakesIn("vary: {seed: [1, 2]}\nrepeats: 2\n"))
        .containsExactly(
            "x:7:10: repeats: repeats have the seeds seed, seed + 1, …, and vary has others; leave"
                + " one of them out");
    assertThat(mistakesIn("seed: 9223372036854775807\n", "repeats=2"))
        .containsExactly(
            "x:6:7: seed: found 9223372036854775807, allowed is one of at most"
                + " 9223372036854775806, so that the 2 repeats have one each");
  }

  @Test
  void aSampleIsNotOfMoreThanThereIs() throws IOException {
    assertThat(mistakesIn("vary: {lr: [1, 2], epochs: [1, 2]}\nsample: 5\n"))
        .containsExactly(
            "x:7:9: sample: found 5, allowed is none, or at most 4, as many combinations as there are");
    assertThat(mistakesIn("vary: {epochs: {uniform: [1, 3]}}\nsample: 4\n"))
        .singleElement()
        .asString()
        .contains("of 4 combinations that were to be drawn, only 3 were found that differ");
  }

  @Test
  void thereAreNotMoreRunsThanCanBeCounted() throws IOException {
    String hundred =
        IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).collect(Collectors.joining(","));
    String keys =
        List.of("lr", "epochs", "seed", "capture.every", "capture.bins", "weight-decay").stream()
            .map(key -> "  " + key + ": [" + hundred + "]\n")
            .collect(Collectors.joining());
    assertThat(mistakesIn("vary:\n" + keys))
        .containsExactly(
            "x:7:3: vary: 1000000000000 combinations are as many runs, and at most 100,000 are"
                + " allowed; give fewer values, or draw some, with sample: 20");
    assertThat(mistakesIn("vary: {lr: {uniform: [0, 1]}}\nsample: 1000\nrepeats: 101\n"))
        .containsExactly(
            "x:6:7: vary: 1000 combinations with 101 repeats each are 101000 runs, and at most"
                + " 100,000 are allowed; give fewer values, or draw some, with sample: 20");
  }
}
