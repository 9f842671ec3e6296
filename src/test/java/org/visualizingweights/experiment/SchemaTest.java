package org.visualizingweights.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.visualizingweights.experiment.SmallestExperiment.SMALLEST;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.UserError;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.Networks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The schema, the defaults and the record say the same. */
class SchemaTest {
  private static final Path FILE = Path.of("config/experiment.schema.json");
  @TempDir Path folder;

  private static JsonNode json() {
    return JsonMapper.shared().readTree(FILE);
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema(Files.readString(FILE));
  }

  private static JsonNode defaults() {
    return new YAMLMapper().readTree(Path.of("config/defaults.yaml"));
  }

  @Test
  void theSchemaHasTheDefaultsOfTheFile() {
    JsonNode properties = json().get("properties");
    defaults()
        .forEachEntry(
            (key, value) -> {
              if (value.isObject()) {
                JsonNode below = properties.get(key).get("properties");
                assertThat(names(below)).isEqualTo(names(value));
                value.forEachEntry(
                    (name, inner) ->
                        assertThat(below.get(name).get("default")).as(name).isEqualTo(inner));
              } else {
                assertThat(properties.get(key).get("default")).as(key).isEqualTo(value);
              }
            });
  }

  @Test
  void everyKeyHasADefaultOrIsRequired() {
    Set<String> required = new TreeSet<>();
    json().get("required").forEach(key -> required.add(key.asString()));
    json().at("/anyOf/0/required").forEach(key -> required.add(key.asString()));
    Set<String> all = new TreeSet<>(names(defaults()));
    assertThat(all).doesNotContainAnyElementsOf(required);
    all.addAll(required);
    assertThat(names(json().get("properties"))).isEqualTo(all);
  }

  @Test
  void everyKeyOfTheSchemaIsOneOfTheRecordAndIsDescribed() throws IOException {
    String resolved = read(SMALLEST).toYaml();
    JsonNode written = new YAMLMapper().readTree(resolved);
    JsonNode properties = json().get("properties");
    Set<String> ofARun = names(properties);
    ofARun.removeAll(SweepKeys.NAMES);
    assertThat(names(written)).isEqualTo(ofARun);
    for (String section : List.of("capture", "checkpoints")) {
      assertThat(names(written.get(section)))
          .isEqualTo(names(properties.get(section).get("properties")));
    }
    properties.forEachEntry(
        (key, property) -> assertThat(property.path("description").asString("")).isNotBlank());
    assertThat(schema().validate(resolved, InputFormat.YAML)).isEmpty();
  }

  @Test
  void editorsAreToldEveryVertexOfTheNetwork() {
    Set<String> vertices = new TreeSet<>();
    vertices.add("input");
    for (var network : Networks.ALL) {
      for (Head head : Head.values()) {
        vertices.addAll(network.architecture(head).vertices());
      }
    }
    JsonNode capture = json().get("properties").get("capture").get("properties");
    JsonNode offered =
        capture.get("vertices").get("anyOf").get(1).get("items").get("anyOf").get(0).get("enum");
    Set<String> names = new TreeSet<>();
    offered.forEach(name -> names.add(name.asString()));
    assertThat(names).isEqualTo(vertices);
  }

  @Test
  void everyExperimentOfTheProjectFollowsTheSchema() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("experiments"))) {
      for (Path file : files.toList()) {
        String yaml = Files.readString(file);
        assertThat(yaml)
            .startsWith("# yaml-language-server: $schema=../config/experiment.schema.json\n");
        assertThat(schema().validate(yaml, InputFormat.YAML)).as(file.toString()).isEmpty();
      }
    }
  }

  /** At the edges of every range, on its inner side. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "lr: 1e-30",
        "lr: [1, 2, 3, 4, 5, 6]",
        "lr: {conv1: 1, conv2_x: 2, conv3_x: 3, conv4_x: 4, conv5_x: 5, head: 6}",
        "epochs: 1",
        "epochs: 100000",
        "split: 0.001",
        "split: 0.999",
        "name: 1 über-alles_2.0",
        "lr: {conv*: 1, head: 6}",
        "freeze: [conv?_x]",
        "network: resnet34",
        "freeze: none",
        "freeze: body",
        "freeze: whole-body",
        "freeze: [conv1]",
        "freeze: [conv1, conv2_x, conv3_x, conv4_x, conv5_x]",
        "head: linear",
        "weights: pom.xml",
        "weights: pom.xml#model.student",
        "weights: imagenet-mlnet",
        "weights-fallback: none",
        "dataset: fashion-mnist",
        "dataset: synthetic-digits",
        "dataset: fractals",
        "dataset: src",
        "limit: 1000",
        "limit: 2147483647",
        "image-size: 32",
        "image-size: 1024",
        "augment: false",
        "batch-size: 2",
        "batch-size: 65536",
        "optimizer: sgd",
        "momentum: 0",
        "momentum: 0.999",
        "weight-decay: 0",
        "weight-decay: 1e6",
        "betas: [0, 0.999]",
        "eps: 1e-30",
        "seed: -9223372036854775808",
        "seed: 9223372036854775807",
        "capture: {vertices: [input]}",
        "capture: {every: 2147483647}",
        "capture: {bins: 1}",
        "capture: {bins: 10000}",
        "capture: {range: [-1.5, 1e9]}",
        "capture: {weights-every: 1}",
        "capture: {weights-every: 2147483647}",
        "checkpoints: {every: none}",
        "checkpoints: {every: 1}",
        "checkpoints: {keep: 0}",
        "checkpoints: {keep: 1000}",
        "vary: none",
        "vary: {lr: [0.1]}",
        "vary: {lr: [1, [1, 2], {'*': 1}], capture.every: [1], checkpoints: {keep: [0]}}",
        "vary: [{lr: [0.1], head: [linear]}, {limit: [none, 1000]}]",
        "vary: {lr: {log-uniform: [1e-4, 1]}}\nsample: 2",
        "repeats: 1000",
        "vary: {head: [linear, concat-pool]}\nsample: 2",
      })
  void bothAllow(String line) throws IOException {
    String yaml = without(line) + line;
    assertThat(schema().validate(yaml, InputFormat.YAML)).isEmpty();
    assertThat(isRead(yaml)).isTrue();
  }

  /** At the edges of every range, on its outer side; and of other types. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "description: ' '",
        "description: 5",
        "pretrained: 1",
        "lr: 0",
        "lr: '1'",
        "lr: []",
        "lr: [1, 2, 3, 4, 5, 6, 7]",
        "lr: [1, 0]",
        "lr: {conv1: 1}",
        "epochs: 0",
        "epochs: 100001",
        "epochs: 1.5",
        "split: 0",
        "split: 1",
        "name: .hidden",
        "name: a/b",
        "name: ''",
        "name: \"a\\tb\"",
        "freeze: []",
        "freeze: head",
        "freeze: [head]",
        "freeze: [conv1, conv1]",
        "head: none",
        "weights: 5",
        "weights-fallback: imagenet",
        "weights-fallback: fractals",
        "dataset: 5",
        "dataset-fallback: synthetic-digits",
        "limit: 0",
        "limit: 2147483648",
        "limit: all",
        "image-size: 31",
        "network: resnet34\nimage-size: 31",
        "network: 5",
        "image-size: 1025",
        "augment: maybe",
        "batch-size: 1",
        "batch-size: 65537",
        "optimizer: adam",
        "momentum: -0.1",
        "momentum: 1",
        "weight-decay: -1",
        "betas: [0.9]",
        "betas: [0.9, 0.9, 0.9]",
        "betas: [-0.1, 0.9]",
        "betas: [0.9, 1]",
        "eps: 0",
        "seed: 9223372036854775808",
        "seed: -9223372036854775809",
        "seed: 0.5",
        "capture: {vertices: []}",
        "capture: {vertices: [conv1, conv1]}",
        "capture: {every: 0}",
        "capture: {every: 2147483648}",
        "capture: {bins: 0}",
        "capture: {bins: 10001}",
        "capture: {range: [0]}",
        "capture: {range: 5}",
        "capture: {weights-every: 0}",
        "capture: {weights-every: 2147483648}",
        "capture: {other: 5}",
        "capture: [conv1]",
        "checkpoints: {every: 0}",
        "checkpoints: {every: epoch}",
        "checkpoints: {keep: -1}",
        "checkpoints: {keep: 1001}",
        "checkpoints: 100",
        "vary: all",
        "vary: {}",
        "vary: []",
        "vary: {lr: 0.1}",
        "vary: {lr: []}",
        "vary: {lr: [0]}",
        "vary: {lr: {from: [0, 1]}}",
        "vary: {lr: {uniform: [0]}}",
        "vary: {capture: [1]}",
        "vary: {capture: {other: [1]}}",
        "vary: {name: [a, b]}",
        "vary: {repeats: [2]}",
        "vary: {other: [5]}",
        "repeats: 0",
        "repeats: 1001",
        "sample: 0",
        "other: 5",
      })
  void bothRefuse(String line) throws IOException {
    String yaml = without(line) + line;
    assertThat(schema().validate(yaml, InputFormat.YAML)).isNotEmpty();
    assertThat(isRead(yaml)).isFalse();
  }

  /** Where a key varies, every run has a value of it. */
  @ParameterizedTest
  @ValueSource(strings = {"pretrained: [true]", "lr: [1]", "epochs: [1]", "split: [0.5]"})
  void neitherRequiresWhatVaries(String varied) throws IOException {
    String yaml = without(varied.substring(0, varied.indexOf(':') + 1)) + "vary:\n  " + varied;
    assertThat(schema().validate(yaml, InputFormat.YAML)).isEmpty();
    assertThat(isRead(yaml)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"description", "pretrained", "lr", "epochs", "split"})
  void bothRequire(String key) throws IOException {
    String yaml = without(key + ":");
    assertThat(schema().validate(yaml, InputFormat.YAML)).isNotEmpty();
    assertThat(isRead(yaml)).isFalse();
  }

  private static String without(String line) {
    String key = line.substring(0, line.indexOf(':'));
    return SMALLEST.replaceAll("(?m)^" + key + ":.*\n", "") + batchThatFits(line);
  }

  /** What keeps the rule about limit and batch size out of tests of others. */
  private static String batchThatFits(String line) {
    return line.startsWith("limit") ? "batch-size: 2\n" : "";
  }

  private boolean isRead(String yaml) throws IOException {
    try {
      read(yaml);
      return true;
    } catch (UserError e) {
      return false;
    }
  }

  private Experiment read(String yaml) throws IOException {
    return plan(yaml).runs().get(0).experiment();
  }

  private Sweep plan(String yaml) throws IOException {
    Files.writeString(folder.resolve("x.yaml"), yaml);
    return SmallestExperiment.experimentsIn(folder).plan("x", "");
  }

  private static Set<String> names(JsonNode object) {
    return new HashSet<>(List.copyOf(object.propertyNames()));
  }
}
