package org.visualizingweights.model.given;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.visualizingweights.Count;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.weights.Printable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A configuration as Deeplearning4j writes it. What it names is made by Deeplearning4j's mapper,
 * which makes an object of any class that fits the place where it is named; so all names, and the
 * sizes of arrays, are checked before.
 */
final class ConfigurationJson {
  private static final String[] OURS = {"org.deeplearning4j.", "org.nd4j."};
  private static final String IMPORTED = "org.deeplearning4j.nn.modelimport.";

  /** Where Deeplearning4j names a class; the second is that of distributions. */
  private static final String[] CLASS_KEYS = {"@class", "type"};

  private static final int DEEPEST = 100;
  private static final int MOST_VERTICES = 2000;
  private static final int LONGEST_REASON = 200;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private ConfigurationJson() {}

  /**
   * What was read.
   *
   * @param remarks on what of it Deeplearning4j passes over, each in a few words
   */
  record Configuration(ComputationGraphConfiguration graph, List<String> remarks) {}

  /**
   * Reads a graph's configuration, or that of a stack of layers as a graph's.
   *
   * @throws UnusableFile if it is neither, or names what is not Deeplearning4j's
   */
  static Configuration read(String json) throws UnusableFile {
    JsonNode tree = tree(json);
    checkSize(tree);
    check(tree);
    // Deeplearning4j gets what was checked, not the text, which it could read in another way.
    String checked = tree.toString();
    if (tree.path("confs").isArray()) {
      MultiLayerConfiguration layers = attempt(() -> MultiLayerConfiguration.fromJson(checked));
      List<String> remarks = KnownKeys.remarks(tree, attempt(() -> JSON.readTree(layers.toJson())));
      return new Configuration(attempt(() -> LayerStack.graph(layers)), remarks);
    }
    if (tree.path("vertices").isObject()) {
      ComputationGraphConfiguration graph =
          attempt(() -> ComputationGraphConfiguration.fromJson(checked));
      return new Configuration(
          graph, KnownKeys.remarks(tree, attempt(() -> JSON.readTree(graph.toJson()))));
    }
    throw new UnusableFile(
        "holds no network that can be read: its configuration has neither layers nor vertices");
  }

  private static JsonNode tree(String json) throws UnusableFile {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw new UnusableFile(
          "is damaged: its configuration is not JSON, " + brief(e.getOriginalMessage()));
    }
  }

  /** Deeplearning4j says by exceptions of many kinds that a configuration makes no sense. */
  static <T> T attempt(Supplier<T> part) throws UnusableFile {
    try {
      return part.get();
    } catch (RuntimeException | LinkageError e) {
      Throwable cause = e;
      while (cause.getCause() != null && cause.getCause() != cause) {
        cause = cause.getCause();
      }
      throw new UnusableFile(
          "is damaged, or of another version of Deeplearning4j: its configuration makes no sense, "
              + brief(String.valueOf(cause.getMessage())));
    }
  }

  /** The first line of a message that may hold anything. */
  static String brief(String message) {
    String line = Printable.plain(message.lines().findFirst().orElse("").strip());
    return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line;
  }

  /** Before anything is made of it, which takes far more memory than the text. */
  private static void checkSize(JsonNode tree) throws UnusableFile {
    int size = Math.max(tree.path("confs").size(), tree.path("vertices").size());
    if (size > MOST_VERTICES) {
      throw new UnusableFile(
          "holds far more than a network: its configuration has %s"
              .formatted(Count.of(size, "vertex", "vertices")));
    }
  }

  private static void check(JsonNode node) throws UnusableFile {
    if (node.isObject()) {
      for (String key : CLASS_KEYS) {
        if (node.path(key).isString() && (key.equals(CLASS_KEYS[0]) || isDotted(node.path(key)))) {
          checkClass(node.path(key).asString());
        }
      }
      checkArray(node);
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        check(entry.getValue());
      }
    } else if (node.isArray()) {
      // Jackson also takes the name of a class from before an object.
      if (node.size() == 2 && isDotted(node.get(0)) && node.get(1).isObject()) {
        checkClass(node.get(0).asString());
      }
      for (JsonNode element : node) {
        if (element.isNull()) {
          throw new UnusableFile(
              "is damaged: its configuration makes no sense, a list in it has an element that is"
                  + " null");
        }
        check(element);
      }
    }
  }

  private static boolean isDotted(JsonNode node) {
    return node.isString() && node.asString().contains(".");
  }

  private static void checkClass(String name) throws UnusableFile {
    boolean ours = name.startsWith(OURS[0]) || name.startsWith(OURS[1]);
    if (!ours) {
      throw new UnusableFile(
          ("asks for the class %s, which is not Deeplearning4j's: only networks of its own layers,"
                  + " activations and losses can be read")
              .formatted(Printable.of(name)));
    }
    try {
      Class.forName(name, false, ConfigurationJson.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      String where =
          name.startsWith(IMPORTED)
              ? "is a part of deeplearning4j-modelimport, which is not on the class path"
              : "this version of Deeplearning4j does not have";
      throw new UnusableFile(
          "asks for the class %s, which %s".formatted(Printable.of(name), where));
    }
  }

  /** An array of numbers, such as the weights of classes in a loss: ND4J believes its shape. */
  private static void checkArray(JsonNode node) throws UnusableFile {
    JsonNode shape = node.path("shape");
    JsonNode data = node.path("data");
    if (!shape.isArray() || !data.isArray()) {
      return;
    }
    double length = 1;
    for (JsonNode size : shape) {
      length *= size.isIntegralNumber() && size.asLong(-1) > 0 ? size.asDouble() : Double.NaN;
    }
    if (length != data.size()) {
      throw new UnusableFile("is damaged: an array in its configuration lacks values, or has more");
    }
  }
}
