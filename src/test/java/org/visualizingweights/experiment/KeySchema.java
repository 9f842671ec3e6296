package org.visualizingweights.experiment;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.experiment.Keys.DescribedKey;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.NetworkBuilder;
import org.visualizingweights.model.Networks;
import org.visualizingweights.model.weights.PretrainedWeights;
import org.visualizingweights.training.Freeze;
import org.visualizingweights.training.Hopeless;
import org.visualizingweights.training.LearningRates;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON schema of experiments, made of what the keys say of themselves.
 *
 * @param defaults of the keys that have some
 */
record KeySchema(JsonNode defaults) {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private static final String VARIED = "#/definitions/varied";
  private static final String RANGE = "#/definitions/range";

  /** Of a network with as many vertices as one may have. */
  private static final int MOST_RATES = 2000;

  private static final Map<String, List<?>> EXAMPLES =
      Map.of(
          "description", List.of("What does a learning rate of 1 do to a pretrained network?"),
          "lr", List.of(0.01, List.of(0.1, 0.01, 0.001)));

  String json() {
    ObjectNode schema = MAPPER.createObjectNode();
    schema
        .put("$schema", "http://json-schema.org/draft-07/schema#")
        .put("title", "Experiment")
        .put(
            "description",
            "An experiment of visualizing-weights. What its file does not say comes from"
                + " config/defaults.yaml.");
    mapping(schema);
    for (DescribedKey key : SweepKeys.OF_A_FILE.described().values()) {
      int dot = key.path().indexOf('.');
      String name = key.path().substring(dot + 1);
      ObjectNode above =
          dot < 0 ? schema : (ObjectNode) schema.at("/properties/" + key.path().substring(0, dot));
      ObjectNode property = above.withObjectProperty("properties").putObject(name);
      property.put("description", key.sentence().replace("`", ""));
      property.setAll(of(key));
      JsonNode value = defaults.at("/" + key.path().replace('.', '/'));
      if (value.isMissingNode()) {
        (isOfTheSweep(key) ? above : saidOrVaried(schema)).withArrayProperty("required").add(name);
      } else if (!key.isSection()) {
        property.set("default", value);
      }
      if (EXAMPLES.containsKey(key.path())) {
        property.set("examples", MAPPER.valueToTree(EXAMPLES.get(key.path())));
      }
    }
    schema.putObject("definitions").set("range", range()).set("varied", varied());
    ofOurs(schema);
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(schema).replace("\r", "")
        + "\n";
  }

  /** Does not vary. */
  private static boolean isOfTheSweep(DescribedKey key) {
    return key.path().equals("name") || key.path().equals("description");
  }

  /** What needs not be said where something varies; which keys do, the reader knows. */
  private static ObjectNode saidOrVaried(ObjectNode schema) {
    if (!schema.has("anyOf")) {
      schema.withArrayProperty("anyOf").addObject();
      ObjectNode varied = schema.withArrayProperty("anyOf").addObject();
      varied.putArray("required").add(SweepKeys.VARY);
      varied
          .putObject("properties")
          .putObject(SweepKeys.VARY)
          .set("not", words(List.of(Value.NONE)));
    }
    return (ObjectNode) schema.get("anyOf").get(0);
  }

  private static ObjectNode of(DescribedKey key) {
    return switch (key.path()) {
      case "name" -> type("string").put("pattern", "^" + ExperimentReader.NAME + "$");
      case "dataset" -> anyOf(words(DataSets.NAMES), text());
      case "weights" -> anyOf(words(PretrainedWeights.NAMES), text());
      case "weights-fallback" -> words(List.of(PretrainedWeights.IMAGENET_MLNET, Value.NONE));
      case "network" -> anyOf(words(NetworkReader.NAMES), text());
      case "optimizer" -> words(ExperimentReader.OPTIMIZERS.stream().map(Value::word).toList());
      case "stop-when" ->
          anyOf(
              words(List.of(Value.NONE)),
              distinct(words(Stream.of(Hopeless.values()).map(Value::word).toList())));
      case "vary" -> anyOf(words(List.of(Value.NONE)), ref(VARIED), list(ref(VARIED), 1, 1000));
      case "capture.vertices" ->
          anyOf(words(List.of("auto")), distinct(anyOf(words(vertices()), text())));
      default ->
          key.isPair() ? list(of(key.type(), key.range()), 2, 2) : of(key.type(), key.range());
    };
  }

  private static ObjectNode of(Class<?> type, Range range) {
    if (type == String.class) {
      return text();
    } else if (type == boolean.class) {
      return type("boolean");
    } else if (type == int.class) {
      return whole((int) range.least(), (int) range.most());
    } else if (type == long.class) {
      return whole((long) range.least(), (long) range.most());
    } else if (type == OptionalInt.class) {
      return anyOf(words(List.of(Value.NONE)), whole((int) range.least(), (int) range.most()));
    } else if (type == double.class) {
      return number(range);
    } else if (type == LearningRates.class) {
      return rates(number(range));
    } else if (type == Freeze.class) {
      return freeze();
    } else if (type.isEnum()) {
      return words(Stream.of(type.getEnumConstants()).map(e -> Value.word((Enum<?>) e)).toList());
    }
    return mapping(MAPPER.createObjectNode());
  }

  /** Lists of what each key allows, or a range, below sections or with a dot. */
  private static ObjectNode varied() {
    ObjectNode keys = mapping(MAPPER.createObjectNode()).put("minProperties", 1);
    ObjectNode all = keys.putObject("properties");
    for (DescribedKey key : ExperimentReader.KEYS.described().values()) {
      if (isOfTheSweep(key)) {
        continue;
      }
      int dot = key.path().indexOf('.');
      if (key.isSection()) {
        all.set(key.path(), mapping(MAPPER.createObjectNode()).put("minProperties", 1));
      } else {
        String value = "#/properties/" + key.path().replace(".", "/properties/");
        ObjectNode values = anyOf(type("array").put("minItems", 1), ref(RANGE));
        ((ObjectNode) values.at("/anyOf/0")).set("items", ref(value));
        all.set(key.path(), values);
        if (dot > 0) {
          ((ObjectNode) all.get(key.path().substring(0, dot)))
              .withObjectProperty("properties")
              .set(key.path().substring(dot + 1), ref(VARIED + "/properties/" + key.path()));
        }
      }
    }
    return keys;
  }

  private static ObjectNode ref(String to) {
    return MAPPER.createObjectNode().put("$ref", to);
  }

  private static ObjectNode range() {
    ObjectNode range = mapping(MAPPER.createObjectNode());
    range.put("minProperties", 1).put("maxProperties", 1);
    for (String word : List.of(SweepKeys.UNIFORM, SweepKeys.LOG_UNIFORM)) {
      range.withObjectProperty("properties").set(word, list(type("number"), 2, 2));
    }
    return range;
  }

  /** Of any network; what is allowed of ours, {@link #ofOurs} says. */
  private static ObjectNode rates(ObjectNode rate) {
    ObjectNode map = type("object").put("minProperties", 1);
    map.set("additionalProperties", rate.deepCopy());
    return anyOf(rate, list(rate, 1, MOST_RATES), map);
  }

  private static ObjectNode freeze() {
    return anyOf(words(List.of("auto", Value.NONE, "body", "whole-body")), distinct(text()));
  }

  /** What holds where the network is one of ours, as it is where none is named. */
  private static void ofOurs(ObjectNode schema) {
    Stream<String> names = Networks.ALL.stream().map(network -> network.name());
    schema.putObject("if").putObject("properties").set("network", words(names.toList()));
    ObjectNode then = schema.putObject("then").putObject("properties");
    // All of ours have parts of the same names.
    List<String> parts = Networks.ALL.get(0).parts();
    ObjectNode rate = number(SweepKeys.OF_A_FILE.described().get("lr").range());
    ObjectNode map = mapping(MAPPER.createObjectNode());
    for (String part : parts) {
      map.withObjectProperty("properties").set(part, rate.deepCopy());
      map.withArrayProperty("required").add(part);
    }
    ObjectNode byWildcard = type("object");
    byWildcard
        .putObject("propertyNames")
        .put("pattern", "[*?]|^(%s)$".formatted(String.join("|", parts)));
    byWildcard.put("minProperties", 1).set("additionalProperties", rate.deepCopy());
    byWildcard.putObject("not").set("propertyNames", type("string").put("pattern", "^[^*?]*$"));
    then.set("lr", anyOf(rate, list(rate, 1, parts.size()), map, byWildcard));
    List<String> body = Networks.ALL.get(0).body();
    then.set(
        "freeze",
        anyOf(
            words(List.of("auto", Value.NONE, "body", "whole-body")),
            distinct(anyOf(words(body), type("string").put("pattern", "[*?]")))));
    then.set("image-size", type("integer").put("minimum", NetworkBuilder.SMALLEST_IMAGE));
  }

  private static Set<String> vertices() {
    Set<String> vertices = new LinkedHashSet<>(Set.of("input"));
    for (Head head : Head.values()) {
      Networks.ALL.forEach(network -> vertices.addAll(network.architecture(head).vertices()));
    }
    return vertices;
  }

  private static ObjectNode type(String type) {
    return MAPPER.createObjectNode().put("type", type);
  }

  private static ObjectNode mapping(ObjectNode node) {
    return node.put("type", "object").put("additionalProperties", false);
  }

  private static ObjectNode text() {
    return type("string").put("pattern", "\\S");
  }

  private static ObjectNode whole(long least, long most) {
    return type("integer").put("minimum", least).put("maximum", most);
  }

  private static ObjectNode number(Range range) {
    ObjectNode number = type("number");
    bound(number, "minimum", range.least());
    bound(number, "exclusiveMinimum", range.above());
    bound(number, "exclusiveMaximum", range.below());
    bound(number, "maximum", range.most());
    return number;
  }

  private static void bound(ObjectNode number, String name, double bound) {
    if (bound == Math.rint(bound) && !Double.isInfinite(bound)) {
      number.put(name, (long) bound);
    } else if (!Double.isInfinite(bound)) {
      number.put(name, bound);
    }
  }

  private static ObjectNode words(Collection<String> words) {
    return MAPPER.createObjectNode().set("enum", MAPPER.valueToTree(words));
  }

  private static ObjectNode list(ObjectNode items, int least, int most) {
    return type("array")
        .set("items", items.deepCopy())
        .put("minItems", least)
        .put("maxItems", most);
  }

  private static ObjectNode distinct(ObjectNode items) {
    return type("array").set("items", items).put("minItems", 1).put("uniqueItems", true);
  }

  private static ObjectNode anyOf(ObjectNode... kinds) {
    ObjectNode any = MAPPER.createObjectNode();
    Stream.of(kinds).forEach(kind -> any.withArrayProperty("anyOf").add(kind.deepCopy()));
    return any;
  }
}
