package org.visualizingweights.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.visualizingweights.experiment.SmallestExperiment.SMALLEST;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.visualizingweights.UserError;

/** What is said about files that are not as they should be. */
class MistakesTest {
  @TempDir Path folder;

  private Experiments experiments() {
    return SmallestExperiment.experimentsIn(folder);
  }

  /** The lines of the message, with x for the file's path. */
  private List<String> mistakesIn(byte[] contents, String overrides) throws IOException {
    Path file = Files.write(folder.resolve("x.yaml"), contents);
    UserError error =
        catchThrowableOfType(UserError.class, () -> experiments().read("x", overrides));
    assertThat(error).as("an error was expected").isNotNull();
    assertThat(error.exitStatus()).isEqualTo(2);
    return error.getMessage().replace(file.toString(), "x").lines().toList();
  }

  private List<String> mistakesIn(String contents) throws IOException {
    return mistakesIn(contents.getBytes(StandardCharsets.UTF_8), "");
  }

  @Test
  void allMistakesOfAFileAreReportedInTheOrderOfTheirLines() throws IOException {
    assertThat(
            mistakesIn(
                """
                description: 5
                pretraned: true
                lr: -1
                epochs: 0
                split: 1
                limit: 100
                limit: 200
                head: linar
                dataset: mnits
                capture:
                  vertices: [conv1, conv9]
                  evry: 2
                """))
        .containsExactly(
            "x:1:1: pretrained: missing, allowed is true or false",
            "x:1:14: description: found 5, allowed is the question it asks, in a sentence",
            "x:2:1: pretraned: there is no such key; did you mean pretrained?",
            "x:3:5: lr: found -1, allowed is a number above 0, or a list of them,"
                + " or a map from layer group to number",
            "x:4:9: epochs: found 0, allowed is a whole number from 1 to 100000",
            "x:5:8: split: found 1, allowed is a number above 0 and below 1",
            "x:7:1: limit: given twice, first in line 6",
            "x:8:7: head: found \"linar\", allowed is concat-pool or linear; did you mean linear?",
            "x:9:10: dataset: found \"mnits\", allowed is mnist, fashion-mnist, synthetic-digits,"
                + " fractals, or an existing folder of images; did you mean mnist?",
            "x:11:21: capture.vertices: found \"conv9\", allowed is a vertex of the graph: input,"
                + " conv1, bn1, relu, maxpool, conv2_1.conv1, conv2_1, conv2_x, conv3_1.conv1,"
                + " conv3_1, conv3_x, conv4_1.conv1, conv4_1, conv4_x, conv5_1.conv1, conv5_1,"
                + " conv5_x, fc; did you mean conv1?",
            "x:12:3: capture.evry: there is no such key; did you mean capture.every?");
  }

  @Test
  void whatEarlierVersionsHadIsExplained() throws IOException {
    String fractals = "weights of fractals do not come along any more; take imagenet-mlnet";
    assertThat(
            mistakesIn(
                (SMALLEST
                        + """
                        dataset-fallback: none
                        weights: fractals
                        weights-fallback: fractals
                        """)
                    .getBytes(StandardCharsets.UTF_8),
                "dataset-fallback=none"))
        .containsExactly(
            "-Dset=dataset-fallback=none: dataset-fallback: there is no such key any more: MNIST"
                + " comes along, and no data stands in for other data; leave it out, and for drawn"
                + " digits say dataset: synthetic-digits",
            "x:7:10: weights: "
                + fractals
                + ", or train some with -Dexperiment=pretrain-fractals, export that run, and name the"
                + " file here",
            "x:8:19: weights-fallback: " + fractals);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lr: 0              | 3:5: lr: found 0
          lr: .nan           | 3:5: lr: found .nan
          lr: .inf           | 3:5: lr: found .inf
          lr: 1e999          | 3:5: lr: found 1e999
          lr: 1e999999999999 | 3:5: lr: found 1e999999999999
          lr: fast           | 3:5: lr: found "fast"
          lr: "0.1"          | 3:5: lr: found "0.1"
          lr:                | 3:4: lr: found nothing
          lr: []             | 3:5: lr: found an empty list, allowed is a list of 1 to 6 numbers
          lr: [1,2,3,4,5,6,7] | 3:5: lr: found a list, allowed is a list of 1 to 6 numbers
          lr: [0.1, -0.1]    | 3:11: lr: found -0.1, allowed is a number above 0
          lr: {conv1: 1}     | 3:5: lr.conv2_x: missing
          """)
  void learningRates(String line, String expected) throws IOException {
    assertThat(mistakesIn(SMALLEST.replace("lr: 0.01", line)))
        .first()
        .asString()
        .startsWith("x:" + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          split: 0            | 6:8: split: found 0, allowed is a number above 0 and below 1
          split: 1.0          | 6:8: split: found 1.0
          split: 50%          | 6:8: split: found "50%"
          epochs: 0           | 6:9: epochs: found 0
          epochs: 2.5         | 6:9: epochs: found 2.5
          epochs: 99999999999 | 6:9: epochs: found 99999999999
          epochs: 1e-999999999 | 6:9: epochs: found 1e-999999999
          epochs: three       | 6:9: epochs: found "three"
          pretrained: yes     | 6:13: pretrained: found "yes", allowed is true or false
          image-size: 31      | 6:13: image-size: found 31, allowed is a whole number from 32 to 1024
          batch-size: 1       | 6:13: batch-size: found 1
          betas: [0.9]        | 6:8: betas: found a list, allowed is a list of two numbers
          betas: [0.9, 1]     | 6:14: betas: found 1
          momentum: 1         | 6:11: momentum: found 1
          weight-decay: -1    | 6:15: weight-decay: found -1
          eps: 0              | 6:6: eps: found 0
          seed: 1e30          | 6:7: seed: found 1e30
          optimizer: adam     | 6:12: optimizer: found "adam", allowed is adamw or sgd; did you mean adamw?
          freeze: boddy       | 6:9: freeze: found "boddy", allowed is none, body, whole-body, auto (body if pretrained), or a list of layer groups; did you mean body?
          freeze: [head]      | 6:10: freeze: found "head", allowed is conv1 or conv2_x
          freeze: [conv6_x]   | 6:10: freeze: found "conv6_x", allowed is conv1 or conv2_x
          network: resnet35   | 6:10: network: found "resnet35", allowed is resnet18, resnet34, lenet, simple-cnn, alexnet, vgg16, squeezenet, darknet19, resnet50, or a file that Deeplearning4j saved; did you mean resnet34
          freeze: [conv1, conv1] | 6:17: freeze: found "conv1" twice
          weights: no.pth     | 6:10: weights: found "no.pth", allowed is imagenet, imagenet-mlnet, or an existing file
          limit: 63           | 6:8: limit: found 63, allowed is enough images for one batch of 64 and for validation; a split of 0.5 leaves 32 and 31
          limit: 1            | 6:8: limit: found 1
          limit: 1.5          | 6:8: limit: found 1.5, allowed is none, or a whole number of at least 1
          name: a/b           | 6:7: name: found "a/b", allowed is auto
          name: ..            | 6:7: name: found ".."
          capture: conv1      | 6:10: capture: found "conv1", allowed is a mapping
          capture.every: 2    | 6:1: capture.every: there is no such key; in a file, write every: below capture:
          every: 2            | 6:1: every: there is no such key; did you mean capture.every or checkpoints.every?
          batch_size: 2       | 6:1: batch_size: there is no such key; did you mean batch-size?
          fish: 2             | 6:1: fish: there is no such key; the keys are name, description
          capture: {range: [1, 1]} | 6:18: capture.range: found a list, allowed is a low end below
          capture: {range: [0, .inf]} | 6:22: capture.range: found .inf
          capture: {every: 0} | 6:18: capture.every: found 0
          capture: {vertices: []} | 6:21: capture.vertices: found an empty list
          capture: {vertices: conv1} | 6:21: capture.vertices: found "conv1", allowed is a list
          """)
  void otherKeys(String line, String expected) throws IOException {
    String key = line.substring(0, line.indexOf(':'));
    String others = SMALLEST.replaceAll("(?m)^" + key + ":.*$", "#");
    assertThat(mistakesIn(others + line)).singleElement().asString().startsWith("x:" + expected);
  }

  /** That of a network of ours would be 32. */
  @Test
  void ofANetworkThatIsNotKnownNoSizeIsTooSmall() throws IOException {
    assertThat(mistakesIn(SMALLEST + "network: my-network.zip\nimage-size: 12\n"))
        .singleElement()
        .asString()
        .contains("network: found \"my-network.zip\"");
  }

  @Test
  void aFileThatIsNoMappingIsSaidToBeSo() throws IOException {
    String empty = "x: empty; keys and their values were expected, as in \"epochs: 3\"";
    assertThat(mistakesIn("")).containsExactly(empty);
    assertThat(mistakesIn("# only a comment\n\n---\n"))
        .singleElement()
        .asString()
        .endsWith("expected keys and their values, as in \"epochs: 3\"");
    assertThat(mistakesIn("- a\n- b\n"))
        .containsExactly(
            "x:1:1: found a list, expected keys and their values, as in \"epochs: 3\"");
    assertThat(mistakesIn("hello")).singleElement().asString().startsWith("x:1:1: found \"hello\"");
  }

  @Test
  void aFileHoldsOneDocument() throws IOException {
    assertThat(mistakesIn(SMALLEST + "---\n" + SMALLEST))
        .containsExactly("x:7:1: a second document; a file holds only one");
  }

  @Test
  void aliasesAreRefusedBeforeTheyExplode() throws IOException {
    StringBuilder laughs = new StringBuilder("a0: &a0 [ha, ha]\n");
    for (int i = 1; i < 30; i++) {
      String below = "*a" + (i - 1);
      laughs.append("a%s: &a%s [%s, %s, %s]\n".formatted(i, i, below, below, below));
    }
    assertThat(mistakesIn(laughs.toString()))
        .containsExactly(
            "x:2:10: an alias (*name) is not understood here; write the value itself, or a wildcard in quotes");
    assertThat(mistakesIn("a: &a {lr: 1}\n<<: *a\n"))
        .singleElement()
        .asString()
        .startsWith("x:2:5: an alias");
  }

  @Test
  void aHugeFileIsNotRead() throws IOException {
    byte[] huge = new byte[10 << 20];
    java.util.Arrays.fill(huge, (byte) 'a');
    Assertions.assertTimeout(
        Duration.ofSeconds(2),
        () ->
            assertThat(mistakesIn(huge, ""))
                .containsExactly(
                    "x: 10485760 bytes are too many; such a file has a few lines, at most 64 KiB"));
  }

  @Test
  void whatIsNoTextIsSaidToBeSo() throws IOException {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13};
    assertThat(mistakesIn(png, "")).containsExactly("x: not a text file in UTF-8");
    assertThat(mistakesIn("lr: 1\0".getBytes(StandardCharsets.UTF_8), ""))
        .containsExactly("x: not a text file in UTF-8");
    assertThat(mistakesIn(SMALLEST.getBytes(StandardCharsets.UTF_16), ""))
        .containsExactly("x: not a text file in UTF-8");
    assertThat(mistakesIn("lr: 1\ndescription: café".getBytes(StandardCharsets.ISO_8859_1), ""))
        .containsExactly("x:2:17: not UTF-8; save the file in that encoding");
  }

  @Test
  void aByteOrderMarkIsNoMistake() throws IOException {
    Files.writeString(folder.resolve("x.yaml"), "\uFEFF" + SMALLEST);
    assertThat(experiments().read("x", "").epochs()).isEqualTo(3);
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    assertThat(mistakesIn("a: " + "[".repeat(20_000)))
        .singleElement()
        .asString()
        .startsWith("x:1:")
        .endsWith("nested deeper than 16 levels");
  }

  @Test
  void whatIsNotYamlIsSaidWithItsPlace() throws IOException {
    assertThat(mistakesIn("capture:\n\tevery: 2\n"))
        .singleElement()
        .asString()
        .startsWith("x:2:1: not YAML: found character '\\t(TAB)'");
    assertThat(mistakesIn("lr: [1, 2\n")).singleElement().asString().startsWith("x:2:1: not YAML");
    assertThat(mistakesIn("? [a]\n: 1\n"))
        .containsExactly("x:1:4: not YAML: a key must be a plain text");
  }

  @Test
  void mistakesOfTheCommandLineAreSaidWithTheirText() throws IOException {
    byte[] good = SMALLEST.getBytes(StandardCharsets.UTF_8);
    assertThat(mistakesIn(good, "epochs=0,lr=[0.1,oops],capture.evry=2,nonsense,limit=,seed=[1"))
        .containsExactly(
            "-Dset=capture.evry=2: capture.evry: there is no such key;"
                + " did you mean capture.every?",
            "-Dset=epochs=0: epochs: found 0, allowed is a whole number from 1 to 100000",
            "-Dset=limit=: found no key and value, allowed is key=value,key=value",
            "-Dset=lr=[0.1,oops]: lr: found \"oops\", allowed is a number above 0",
            "-Dset=nonsense: found no key and value, allowed is key=value,key=value",
            "-Dset=seed=[1: seed: found \"[1\", allowed is a whole number of 64 bits");
  }

  @Test
  void mistakesOfTheDefaultsAreSaidWithTheirPlace() throws IOException {
    Path config = Files.createDirectory(folder.resolve("config"));
    Files.writeString(
        config.resolve("defaults.yaml"),
        Files.readString(Path.of("config/defaults.yaml")).replace("seed: 42 ", "seed: no "));
    Files.writeString(folder.resolve("x.yaml"), SMALLEST);
    Experiments experiments = new Experiments(folder, new ConfigFolder(config), Network::vertices);
    assertThatThrownBy(() -> experiments.read("x", ""))
        .hasMessageStartingWith(config.resolve("defaults.yaml").toString())
        .hasMessageEndingWith("seed: found \"no\", allowed is a whole number of 64 bits");
  }

  @Test
  void controlCharactersOfAFileNeverReachTheTerminal() throws IOException {
    assertThat(mistakesIn(SMALLEST.replace("lr: 0.01", "lr: \"\\e[31mred\\n\"")))
        .singleElement()
        .asString()
        .contains("found \" [31mred \"");
  }
}
