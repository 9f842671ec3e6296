package org.visualizingweights.experiment;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.experiment.Node.Mapping;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.LayerGroup;
import org.visualizingweights.model.weights.PretrainedWeights;
import org.visualizingweights.model.weights.WeightsPath;
import org.visualizingweights.training.CheckpointSettings;
import org.visualizingweights.training.Freeze;
import org.visualizingweights.training.LearningRates;
import org.visualizingweights.training.OptimizerSettings;
import org.visualizingweights.training.OptimizerSettings.Algorithm;

/** Makes an experiment of the keys and values of its file; every rule about a key is here. */
final class ExperimentReader {
  static final String NONE = "none";
  static final String AUTO = "auto";
  static final String BODY = "body";
  static final String WHOLE_BODY = "whole-body";

  // What no file system takes, and a dot at the start, which hides a folder.
  private static final Pattern NAME =
      Pattern.compile("[^.\\s/\\\\:*?\"<>|\\x00-\\x1f][^/\\\\:*?\"<>|\\x00-\\x1f]{0,99}");

  /** In UTF-8: file systems take 255, and files are named after it. */
  private static final int MOST_NAME_BYTES = 200;

  private static final int MOST = Integer.MAX_VALUE;
  private static final String FRACTALS = "fractals";
  private static final String NO_FRACTALS =
      "weights of fractals do not come along any more; take imagenet-mlnet";
  private static final String OWN_FRACTALS =
      ", or train some with -Dexperiment=pretrain-fractals, export that run, and name the file here";
  private static final String NO_OTHER_DATA =
      "there is no such key any more: MNIST comes along, and no data stands in for other data;"
          + " leave it out, and for drawn digits say dataset: synthetic-digits";

  private final Fields fields;
  private final Mistakes mistakes;
  private final boolean recorded;
  private final Function<Head, Set<String>> vertexNames;
  private final List<Path> data;

  private ExperimentReader(
      Fields fields,
      Mistakes mistakes,
      boolean recorded,
      Function<Head, Set<String>> vertexNames,
      List<Path> data) {
    this.fields = fields;
    this.mistakes = mistakes;
    this.recorded = recorded;
    this.vertexNames = vertexNames;
    this.data = data;
  }

  /**
   * Reads an experiment from keys with the defaults already below them. Where there are mistakes
   * the answer is not to be used.
   *
   * @param fileName the experiment's name, unless its keys give another
   * @param recorded whether they are those of a run: what an earlier version wrote is then passed
   *     over, and data and weights need not be where they were
   * @param data directories in which a folder of images may lie
   */
  static Experiment read(
      Mapping keys,
      String fileName,
      boolean recorded,
      Function<Head, Set<String>> vertexNames,
      List<Path> data,
      Mistakes mistakes) {
    Fields fields = new Fields(keys, mistakes);
    Experiment experiment =
        new ExperimentReader(fields, mistakes, recorded, vertexNames, data).experiment(fileName);
    fields.reportUnknownKeys();
    return experiment;
  }

  private Experiment experiment(String fileName) {
    String name = name(fileName);
    String description = description(fields.value("description"));
    boolean pretrained = fields.value("pretrained").flag();
    LearningRates lr = learningRates(fields.value("lr"));
    int epochs = fields.value("epochs").whole(1, 100_000);
    double split = fields.value("split").number(Range.FRACTION);
    Freeze freeze = freeze(fields.value("freeze"), pretrained);
    Head head = fields.value("head").choice(heads());
    Value limitValue = fields.value("limit");
    OptionalInt limit = numberOrNone(limitValue);
    int batchSize = fields.value("batch-size").whole(2, 65_536);
    checkLimit(limitValue, limit, split, batchSize);
    Fields capture = fields.section("capture");
    fields.retired("dataset-fallback", recorded ? Optional.empty() : Optional.of(NO_OTHER_DATA));
    return new Experiment(
        name,
        description,
        pretrained,
        lr,
        epochs,
        split,
        freeze,
        head,
        dataset(fields.value("dataset")),
        weights(fields.value("weights")),
        weightsFallback(fields.value("weights-fallback")),
        limit,
        fields.value("image-size").whole(32, 1024),
        batchSize,
        fields.value("augment").flag(),
        optimizer(),
        seed(),
        capture(capture, head),
        capture.value("weights-every").whole(1, MOST),
        checkpoints(fields.section("checkpoints")));
  }

  private String name(String fileName) {
    Value value = fields.value("name");
    String allowed =
        "auto (the file's name), or what can be the name of a folder, of at most %s bytes"
            .formatted(MOST_NAME_BYTES);
    boolean isAuto = value.is(AUTO);
    String name = isAuto ? fileName : value.text(allowed);
    boolean isFolderName =
        NAME.matcher(name).matches()
            && name.getBytes(StandardCharsets.UTF_8).length <= MOST_NAME_BYTES;
    if (mistakes.noneIn("name") && !isFolderName) {
      if (isAuto) {
        mistakes.add(value.node().place(), "name", "the file's name cannot be a folder's");
      } else {
        value.wrong(allowed);
      }
    }
    return name;
  }

  private static String description(Value value) {
    String text = value.text("the question it asks, in a sentence");
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
  }

  private static LearningRates learningRates(Value value) {
    String allowed = "a number above 0, or a list of them, or a map from layer group to number";
    if (value.isSequence()) {
      int groups = LayerGroup.values().length;
      List<Double> rates =
          value.items(1, groups, "a list of 1 to " + groups + " numbers").stream()
              .map(item -> item.number(Range.POSITIVE))
              .toList();
      return rates.isEmpty() ? LearningRates.of(1) : LearningRates.spread(rates);
    }
    return value.isMapping()
        ? ratesByGroup(value)
        : LearningRates.of(value.number(Range.POSITIVE, allowed));
  }

  private static LearningRates ratesByGroup(Value value) {
    Map<LayerGroup, Double> rates = new EnumMap<>(LayerGroup.class);
    Fields groups = value.section();
    for (LayerGroup group : LayerGroup.values()) {
      rates.put(group, groups.value(group.label()).number(Range.POSITIVE));
    }
    groups.reportUnknownKeys();
    return new LearningRates(rates);
  }

  private static Freeze freeze(Value value, boolean pretrained) {
    if (value.isSequence()) {
      Map<String, LayerGroup> stages = new LinkedHashMap<>();
      LayerGroup.BODY.forEach(group -> stages.put(group.label(), group));
      Set<LayerGroup> frozen = EnumSet.noneOf(LayerGroup.class);
      value
          .distinctItems(
              1, stages.size(), "a list of stages, " + String.join(", ", stages.keySet()))
          .forEach(item -> frozen.add(item.choice(stages)));
      return new Freeze(frozen);
    }
    Map<String, Freeze> words = new LinkedHashMap<>();
    words.put(NONE, Freeze.NONE);
    words.put(BODY, Freeze.BODY);
    words.put(WHOLE_BODY, Freeze.WHOLE_BODY);
    words.put(AUTO, pretrained ? Freeze.BODY : Freeze.NONE);
    return value.choice(
        words, "none, body, whole-body, auto (body if pretrained), or a list of stages");
  }

  private static Map<String, Head> heads() {
    Map<String, Head> heads = new LinkedHashMap<>();
    for (Head head : Head.values()) {
      heads.put(head.label(), head);
    }
    return heads;
  }

  private String dataset(Value value) {
    String allowed = String.join(", ", DataSets.NAMES) + ", or an existing folder of images";
    String text = value.text(allowed);
    String dataset = Value.fromHome(text);
    if (!dataset.isEmpty()
        && !recorded
        && !DataSets.NAMES.contains(dataset)
        && DataSets.folder(dataset, data).isEmpty()) {
      String places =
          DataSets.places(dataset, data).stream()
              .map(Path::toString)
              .filter(place -> !place.equals(text))
              .collect(Collectors.joining(" or "));
      value.wrong(
          data.isEmpty() || places.isEmpty() ? allowed : allowed + ", and there is no " + places,
          DataSets.NAMES);
    }
    return dataset;
  }

  private String weights(Value value) {
    List<String> names = PretrainedWeights.NAMES;
    String allowed = String.join(", ", names) + ", or an existing file";
    String weights = Value.fromHome(value.text(allowed));
    if (weights.isEmpty()
        || recorded
        || names.contains(weights)
        || WeightsPath.find(weights).isPresent()) {
      return weights;
    }
    if (weights.equals(FRACTALS)) {
      mistakes.add(value.node().place(), value.key(), NO_FRACTALS + OWN_FRACTALS);
    } else {
      value.wrong(allowed, names);
    }
    return weights;
  }

  private Optional<String> weightsFallback(Value value) {
    Map<String, Optional<String>> words = new LinkedHashMap<>();
    words.put(PretrainedWeights.IMAGENET_MLNET, Optional.of(PretrainedWeights.IMAGENET_MLNET));
    words.put(NONE, Optional.empty());
    if (!value.is(FRACTALS)) {
      return value.choice(words);
    }
    if (!recorded) {
      mistakes.add(value.node().place(), value.key(), NO_FRACTALS);
    }
    return Optional.empty();
  }

  private static OptionalInt numberOrNone(Value value) {
    return value.is(NONE)
        ? OptionalInt.empty()
        : OptionalInt.of(Math.toIntExact(value.whole(1, MOST, "none, or " + Value.words(1, MOST))));
  }

  /** An epoch needs a whole batch to train on and an image to validate on. */
  private void checkLimit(Value value, OptionalInt limit, double split, int batchSize) {
    if (limit.isEmpty() || !mistakes.noneIn("limit", "split", "batch-size")) {
      return;
    }
    int images = limit.getAsInt();
    int held = (int) (images * split);
    if (held < 1 || images - held < batchSize) {
      value.wrong(
          String.format(
              Locale.ROOT,
              "enough images for one batch of %d and for validation; a split of %s leaves %d and %d",
              batchSize,
              split,
              images - held,
              held));
    }
  }

  private OptimizerSettings optimizer() {
    Map<String, Algorithm> algorithms = new LinkedHashMap<>();
    algorithms.put("adamw", Algorithm.ADAMW);
    algorithms.put("sgd", Algorithm.SGD);
    List<Double> betas =
        pair(fields.value("betas"), Range.DECAY, "a list of two numbers of at least 0 and below 1");
    return new OptimizerSettings(
        fields.value("optimizer").choice(algorithms),
        fields.value("momentum").number(Range.DECAY),
        fields.value("weight-decay").number(Range.NOT_NEGATIVE),
        betas.get(0),
        betas.get(1),
        fields.value("eps").number(Range.POSITIVE));
  }

  private long seed() {
    return fields.value("seed").whole(Long.MIN_VALUE, Long.MAX_VALUE, "a whole number of 64 bits");
  }

  private CaptureSettings capture(Fields capture, Head head) {
    Value rangeValue = capture.value("range");
    List<Double> range = pair(rangeValue, Range.ANY, "a list of two numbers, low and high");
    float width = range.get(1).floatValue() - range.get(0).floatValue();
    if (!(width > 0) || Float.isInfinite(width)) {
      if (mistakes.noneIn("capture.range")) {
        rangeValue.wrong("a low end below the high end, in single precision");
      }
      range = List.of(0.0, 1.0); // nobody uses it: a mistake ends the reading
    }
    return new CaptureSettings(
        vertices(capture.value("vertices"), head),
        capture.value("every").whole(1, MOST),
        capture.value("bins").whole(1, 10_000),
        range.get(0),
        range.get(1));
  }

  private static CheckpointSettings checkpoints(Fields checkpoints) {
    return new CheckpointSettings(
        numberOrNone(checkpoints.value("every")), checkpoints.value("keep").whole(0, 1000));
  }

  private List<String> vertices(Value value, Head head) {
    // Of a head that is not known, a vertex may be any head's.
    List<Head> heads = mistakes.noneIn("head") ? List.of(head) : List.of(Head.values());
    Map<String, String> words = new LinkedHashMap<>();
    heads.forEach(one -> vertexNames.apply(one).forEach(name -> words.put(name, name)));
    String allowed = "a vertex of the graph: " + String.join(", ", words.keySet());
    return value.distinctItems(1, 1000, "a list of vertices, at least one").stream()
        .map(item -> item.choice(words, allowed))
        .toList();
  }

  private static List<Double> pair(Value value, Range range, String allowed) {
    List<Double> pair =
        value.items(2, 2, allowed).stream().map(item -> item.number(range)).toList();
    return pair.isEmpty() ? List.of(range.example(), range.example()) : pair;
  }
}
