package org.visualizingweights.experiment;

import static java.util.Map.entry;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.visualizingweights.Visible;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.data.Split;
import org.visualizingweights.experiment.Keys.DescribedKey;
import org.visualizingweights.experiment.Node.Mapping;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.Network;
import org.visualizingweights.model.NetworkBuilder;
import org.visualizingweights.model.given.GivenNetwork;
import org.visualizingweights.model.weights.PretrainedWeights;
import org.visualizingweights.model.weights.WeightsPath;
import org.visualizingweights.training.Freeze;
import org.visualizingweights.training.Hopeless;
import org.visualizingweights.training.LearningRates;
import org.visualizingweights.training.OptimizerSettings.Algorithm;

/**
 * Makes an experiment of the keys and values of its file. What a key allows follows from the
 * description and the type of its component; every rule beyond that is here.
 */
final class ExperimentReader {
  static final Keys<Experiment> KEYS = Keys.of(Experiment.class);
  static final String AUTO = "auto";
  static final String BODY = "body";
  static final String WHOLE_BODY = "whole-body";

  // What no file system takes, and a dot at the start, which hides a folder.
  static final Pattern NAME =
      Pattern.compile("[^.\\s/\\\\:*?\"<>|\\x00-\\x1f][^/\\\\:*?\"<>|\\x00-\\x1f]{0,99}");

  /** In UTF-8: file systems take 255, and files are named after it. */
  private static final int MOST_NAME_BYTES = 200;

  /** Those that take the place of others. */
  static final List<Algorithm> OPTIMIZERS = List.of(Algorithm.ADAMW, Algorithm.SGD);

  /** How many there are, only the data tell. */
  private static final int ANY_CLASSES = 10;

  /** How values of a type are read. */
  private static final Map<Class<?>, BiFunction<Value, Range, Object>> BY_TYPE =
      Map.of(
          boolean.class,
          (value, range) -> value.flag(),
          int.class,
          (value, range) -> value.whole((int) range.least(), (int) range.most()),
          long.class,
          (value, range) ->
              value.whole((long) range.least(), (long) range.most(), "a whole number of 64 bits"),
          double.class,
          Value::number,
          OptionalInt.class,
          (value, range) -> value.wholeOrNone((int) range.least(), (int) range.most()));

  private static final String HOPELESS =
      Stream.of(Hopeless.values()).map(Value::word).collect(Collectors.joining(" and "));

  private static final String FRACTALS = "fractals";
  private static final String NO_FRACTALS =
      "weights of fractals do not come along any more; take imagenet-mlnet";
  private static final String OWN_FRACTALS =
      ", or train some with -Dexperiment=pretrain-fractals, export that run, and name the file here";
  private static final String NO_OTHER_DATA =
      "there is no such key any more: MNIST comes along, and no data stands in for other data;"
          + " leave it out, and for drawn digits say dataset: synthetic-digits";

  private final Fields fields;
  private final Origin origin;
  private final Surroundings around;
  private final Mistakes mistakes;

  /** What has been read, by the paths of the keys. */
  private final Map<String, Object> values = new HashMap<>();

  /** How the values of keys are read of which type and range do not say all. */
  private final Map<String, BiFunction<Value, Range, Object>> byPath =
      Map.ofEntries(
          entry("name", (value, range) -> name(value)),
          entry("description", (value, range) -> description(value)),
          entry("network", (value, range) -> networkOf(value)),
          entry("lr", this::learningRates),
          entry("freeze", (value, range) -> freeze(value)),
          entry("optimizer", (value, range) -> optimizer(value)),
          entry("image-size", this::imageSize),
          entry("dataset", (value, range) -> dataset(value)),
          entry("weights", (value, range) -> weights(value)),
          entry("weights-fallback", (value, range) -> weightsFallback(value)),
          entry("stop-when", (value, range) -> stopWhen(value)),
          entry("capture.vertices", (value, range) -> vertices(value)),
          entry("capture.range", this::ends));

  private ExperimentReader(Fields fields, Origin origin, Surroundings around, Mistakes mistakes) {
    this.fields = fields;
    this.origin = origin;
    this.around = around;
    this.mistakes = mistakes;
  }

  /**
   * Where keys come from.
   *
   * @param fileName the experiment's name, unless its keys give another
   * @param folder of the file
   * @param own the keys that it has itself, rather than from the defaults; those of the command
   *     line count as its own
   * @param recorded whether they are those of a run: what an earlier version wrote is then passed
   *     over, and data and weights need not be where they were
   */
  record Origin(String fileName, Path folder, Set<String> own, boolean recorded) {
    /** Of a file, with the keys that are not defaults. */
    static Origin of(Path file, Mapping own, boolean recorded) {
      Path folder = file.toAbsolutePath().getParent();
      return new Origin(Experiments.nameOf(file), folder, own.entries().keySet(), recorded);
    }
  }

  /**
   * Reads an experiment from keys with the defaults already below them. Where there are mistakes
   * the answer is not to be used.
   */
  static Experiment read(Mapping keys, Origin origin, Surroundings around, Mistakes mistakes) {
    Fields fields = new Fields(keys, mistakes, around.settings());
    Experiment experiment = new ExperimentReader(fields, origin, around, mistakes).experiment();
    fields.reportUnknownKeys();
    return experiment;
  }

  private Experiment experiment() {
    for (DescribedKey key : KEYS.described().values()) {
      if (!key.isSection()) {
        values.put(key.path(), value(key, fields.at(key.path())));
      }
    }
    fields.retired(
        "dataset-fallback", origin.recorded() ? Optional.empty() : Optional.of(NO_OTHER_DATA));
    if (!origin.recorded()) {
      fields.readElsewhere(SweepKeys.NAMES);
    }
    Experiment experiment = KEYS.record(values);
    checkLimit(experiment);
    given().ifPresent(network -> check(experiment, network));
    return experiment;
  }

  private Object value(DescribedKey key, Value value) {
    Range range = key.range();
    if (byPath.containsKey(key.path())) {
      return byPath.get(key.path()).apply(value, range);
    }
    if (key.isPair()) {
      return value.pair(range, "a list of two numbers" + range.bounds());
    }
    return key.type().isEnum()
        ? value.constant(key.type())
        : BY_TYPE.get(key.type()).apply(value, range);
  }

  private String name(Value value) {
    String allowed =
        "auto (the file's name), or what can be the name of a folder, of at most %s bytes"
            .formatted(MOST_NAME_BYTES);
    boolean isAuto = value.is(AUTO);
    String name = isAuto ? origin.fileName() : value.text(allowed);
    boolean isFolderName =
        NAME.matcher(name).matches()
            && Visible.all(name)
            && name.getBytes(StandardCharsets.UTF_8).length <= MOST_NAME_BYTES;
    if (mistakes.noneIn("name") && !isFolderName) {
      if (isAuto) {
        mistakes.add(value.node().location(), "name", "the file's name cannot be a folder's");
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

  private Network networkOf(Value value) {
    return new NetworkReader(origin, around.given(), mistakes).read(value);
  }

  /** The one that has been read; what follows in the order of the keys depends on it. */
  private Network network() {
    return (Network) values.get("network");
  }

  /** The same, where it is none of ours. */
  private Optional<GivenNetwork> given() {
    return network() instanceof GivenNetwork given ? Optional.of(given) : Optional.empty();
  }

  private LearningRates learningRates(Value value, Range range) {
    boolean isByPart = value.isSequence() || value.isMapping();
    if (isByPart && !mistakes.noneIn("network")) {
      return LearningRates.of(1); // nobody uses it: a mistake ends the reading
    }
    List<String> parts = network().parts();
    if (value.isSequence()) {
      List<Double> rates =
          value.items(1, parts.size(), "a list of 1 to %s numbers".formatted(parts.size())).stream()
              .map(item -> item.number(range))
              .toList();
      return rates.isEmpty() ? LearningRates.of(1) : LearningRates.spread(rates, parts);
    }
    if (value.isMapping()) {
      return ratesByPart(value, range, parts);
    }
    return LearningRates.of(
        value.number(
            range,
            () -> range.words() + ", or a list of them, or a map from layer group to number"));
  }

  private LearningRates ratesByPart(Value value, Range range, List<String> parts) {
    Map<String, Double> rates = new LinkedHashMap<>();
    Fields fields = value.section();
    for (String part : parts) {
      List<String> keys = fields.meaning(part);
      rates.put(part, fields.value(keys.isEmpty() ? part : keys.get(0)).number(range));
      if (keys.size() > 1) {
        mistakes.add(
            value.node().location(),
            value.key(),
            "%s has several learning rates, %s; it needs one"
                .formatted(part, String.join(" and ", keys)));
        keys.forEach(fields::value);
      }
    }
    fields.reportUnknownKeys();
    return LearningRates.of(rates, parts);
  }

  private Freeze freeze(Value value) {
    if (value.isSequence()) {
      List<String> body = network().body();
      String groups = "a list of layer groups, " + String.join(", ", body);
      List<String> chosen =
          value.distinctItems(1, Integer.MAX_VALUE, groups).stream()
              .filter(item -> mistakes.noneIn("network"))
              .flatMap(item -> item.names(body, String.join(" or ", body)).stream())
              .toList();
      return chosen.isEmpty() ? Freeze.NONE : Freeze.of(chosen, body);
    }
    Map<String, Freeze> words = new LinkedHashMap<>();
    words.put(Value.NONE, Freeze.NONE);
    words.put(BODY, Freeze.BODY);
    words.put(WHOLE_BODY, Freeze.WHOLE_BODY);
    words.put(AUTO, (boolean) values.get("pretrained") ? Freeze.BODY : Freeze.NONE);
    return value.choice(
        words, "none, body, whole-body, auto (body if pretrained), or a list of layer groups");
  }

  private Algorithm optimizer(Value value) {
    if (given().isPresent() && !origin.own().contains(value.key())) {
      return Algorithm.OWN;
    }
    Map<String, Algorithm> words = new LinkedHashMap<>();
    OPTIMIZERS.forEach(algorithm -> words.put(Value.word(algorithm), algorithm));
    return value.choice(words);
  }

  private static List<Hopeless> stopWhen(Value value) {
    return value.is(Value.NONE)
        ? List.of()
        : value
            .distinctItems(1, Hopeless.values().length, "none, or a list of " + HOPELESS)
            .stream()
            .map(item -> item.constant(Hopeless.class))
            .toList();
  }

  /** Where the file says none, a network may have one that it needs. */
  private int imageSize(Value value, Range range) {
    // Of a network that is not known, it may be any size.
    boolean isOurs = given().isEmpty() && mistakes.noneIn("network");
    int least = isOurs ? NetworkBuilder.SMALLEST_IMAGE : (int) range.least();
    int size = value.whole(least, (int) range.most());
    return origin.own().contains(value.key())
        ? size
        : given().map(network -> network.input().sizeFor(size)).orElse(size);
  }

  /** What the network cannot do, and what means nothing for it. */
  private void check(Experiment experiment, GivenNetwork network) {
    UnusedKeys.of(experiment)
        .forEach(
            (key, why) -> {
              if (origin.own().contains(key)) {
                mistakes.add(fields.value(key).node().location(), key, why);
              }
            });
    if (!mistakes.noneIn("network", "lr", "freeze", "image-size", "pretrained", "optimizer")) {
      return;
    }
    around
        .given()
        .mistakes(network, experiment.wishes(ANY_CLASSES))
        .forEach(
            (key, why) -> {
              // Where weights come from is not the file's business.
              if (!key.equals("pretrained") || network.file().isPresent()) {
                String at = origin.own().contains(key) ? key : "network";
                mistakes.add(fields.value(at).node().location(), key, why);
              }
            });
  }

  private String dataset(Value value) {
    String allowed = String.join(", ", DataSets.NAMES) + ", or an existing folder of images";
    String text = value.text(allowed);
    String dataset = Value.fromHome(text);
    if (!dataset.isEmpty()
        && !origin.recorded()
        && !DataSets.NAMES.contains(dataset)
        && DataSets.folder(dataset, around.data()).isEmpty()) {
      String places =
          DataSets.places(dataset, around.data()).stream()
              .map(Path::toString)
              .filter(place -> !place.equals(text))
              .collect(Collectors.joining(" or "));
      value.wrong(
          around.data().isEmpty() || places.isEmpty()
              ? allowed
              : allowed + ", and there is no " + places,
          DataSets.NAMES);
    }
    return dataset;
  }

  private String weights(Value value) {
    List<String> names = PretrainedWeights.NAMES;
    String allowed = String.join(", ", names) + ", or an existing file";
    String weights = Value.fromHome(value.text(allowed));
    if (weights.isEmpty()
        || origin.recorded()
        || names.contains(weights)
        || WeightsPath.find(weights).isPresent()) {
      return weights;
    }
    if (weights.equals(FRACTALS)) {
      mistakes.add(value.node().location(), value.key(), NO_FRACTALS + OWN_FRACTALS);
    } else {
      value.wrong(allowed, names);
    }
    return weights;
  }

  private Optional<String> weightsFallback(Value value) {
    Map<String, Optional<String>> words = new LinkedHashMap<>();
    words.put(PretrainedWeights.IMAGENET_MLNET, Optional.of(PretrainedWeights.IMAGENET_MLNET));
    words.put(Value.NONE, Optional.empty());
    if (!value.is(FRACTALS)) {
      return value.choice(words);
    }
    if (!origin.recorded()) {
      mistakes.add(value.node().location(), value.key(), NO_FRACTALS);
    }
    return Optional.empty();
  }

  /** An epoch needs a whole batch to train on and an image to validate on. */
  private void checkLimit(Experiment experiment) {
    if (experiment.limit().isEmpty() || !mistakes.noneIn("limit", "split", "batch-size")) {
      return;
    }
    int images = experiment.limit().getAsInt();
    int held = Split.heldOut(images, experiment.split());
    if (held < 1 || images - held < experiment.batchSize()) {
      fields
          .value("limit")
          .wrong(
              "enough images for one batch of %s and for validation; a split of %s leaves %s and %s"
                  .formatted(experiment.batchSize(), experiment.split(), images - held, held));
    }
  }

  private List<Double> ends(Value value, Range range) {
    List<Double> ends = value.pair(range, "a list of two numbers, low and high");
    float width = ends.get(1).floatValue() - ends.get(0).floatValue();
    if (width > 0 && !Float.isInfinite(width)) {
      return ends;
    }
    if (mistakes.noneIn(value.key())) {
      value.wrong("a low end below the high end, in single precision");
    }
    return List.of(0.0, 1.0); // nobody uses it: a mistake ends the reading
  }

  private List<String> vertices(Value value) {
    if (value.is(AUTO)) {
      return network().watched();
    }
    if (!mistakes.noneIn("network")) {
      return List.of(); // nobody uses it: a mistake ends the reading
    }
    // Of a head that is not known, a vertex may be any head's.
    List<Head> heads =
        mistakes.noneIn("head") ? List.of((Head) values.get("head")) : List.of(Head.values());
    Set<String> names = new LinkedHashSet<>();
    heads.forEach(head -> names.addAll(around.vertexNames().apply(network(), head)));
    String allowed = "a vertex of the graph: " + String.join(", ", names);
    return value.distinctItems(1, 1000, "a list of vertices, at least one, or auto").stream()
        .flatMap(item -> item.names(names, allowed).stream())
        .distinct()
        .toList();
  }
}
