package org.visualizingweights.experiment;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.visualizingweights.Count;
import org.visualizingweights.experiment.ExperimentReader.Origin;
import org.visualizingweights.experiment.Node.Mapping;
import org.visualizingweights.experiment.Sweep.Variant;

/** Makes of the keys of a file all the runs that it describes; mostly that is one. */
final class SweepReader {
  /** More runs than anybody waits for; without a bound, a few lines would take all memory. */
  static final int MOST_RUNS = 100_000;

  private static final String SEED = "seed";
  private static final String KEEP = "checkpoints.keep";

  private final Sources sources;
  private final Surroundings around;
  private final Mistakes mistakes;

  /** The keys of the experiment, without those of the sweep. */
  private final Mapping own;

  private final Mapping defaults;

  /**
   * What there is to read.
   *
   * @param file that the keys are from
   * @param keys of the file
   * @param over keys of the command line
   * @param defaults of all keys
   */
  record Sources(Path file, Mapping keys, Mapping over, Mapping defaults) {}

  private SweepReader(Sources sources, Surroundings around, Mistakes mistakes) {
    this.sources = sources;
    this.around = around;
    this.mistakes = mistakes;
    this.own =
        sources.keys().without(SweepKeys.NAMES).with(sources.over().without(SweepKeys.NAMES));
    this.defaults = sources.defaults().without(SweepKeys.NAMES);
  }

  /** Reads a sweep; empty where there are mistakes. */
  static Optional<Sweep> read(Sources sources, Surroundings around, Mistakes mistakes) {
    Mistakes found = new Mistakes();
    Optional<Sweep> sweep = new SweepReader(sources, around, found).sweep();
    mistakes.addAll(found);
    return sweep.filter(read -> found.none());
  }

  private Optional<Sweep> sweep() {
    SweepKeys keys = keys();
    Combinations combinations = new Combinations(keys.vary());
    if (mistakes.none()) {
      check(keys, combinations);
    }
    if (!mistakes.none()) {
      addMistakesOfTheRest(keys);
      return Optional.empty();
    }
    List<VariedKeys> chosen = chosen(keys, combinations);
    List<Experiment> experiments = experiments(chosen, varied(keys));
    if (!mistakes.none()) {
      return Optional.empty();
    }
    checkAlike(chosen, experiments);
    return Optional.of(sweep(keys, chosen, experiments));
  }

  private SweepKeys keys() {
    Mapping all =
        sources.keys().with(sources.over()).withDefaults(sources.defaults()).only(SweepKeys.NAMES);
    Fields fields = new Fields(all, mistakes);
    Node vary =
        sources
            .keys()
            .at(SweepKeys.VARY)
            .or(() -> sources.defaults().at(SweepKeys.VARY))
            .orElse(new Node.Missing(sources.defaults().location()));
    Range repeats = SweepKeys.OF_A_FILE.described().get(SweepKeys.REPEATS).range();
    return new SweepKeys(
        new VaryReader(around.settings(), mistakes).read(vary, sources.over().at(SweepKeys.VARY)),
        fields.value(SweepKeys.REPEATS).whole((int) repeats.least(), (int) repeats.most()),
        fields.value(SweepKeys.SAMPLE).wholeOrNone(1, Integer.MAX_VALUE));
  }

  /** What the keys of a sweep must be to each other. */
  private void check(SweepKeys keys, Combinations combinations) {
    Mapping all = sources.keys().with(sources.over()).withDefaults(sources.defaults());
    Value sample = new Fields(all, mistakes).value(SweepKeys.SAMPLE);
    Value repeats = new Fields(all, mistakes).value(SweepKeys.REPEATS);
    keys.vary().forEach(variation -> checkRanges(variation, keys));
    if (keys.sample().isPresent() && keys.vary().isEmpty()) {
      mistakes.add(sample.node().location(), sample.key(), "there is nothing to draw without vary");
    } else if (keys.sample().isPresent() && !combinations.haveRange()) {
      BigInteger most = combinations.size();
      if (most.compareTo(BigInteger.valueOf(keys.sample().getAsInt())) < 0) {
        sample.wrong("none, or at most %s, as many combinations as there are".formatted(most));
      }
    }
    if (keys.repeats() > 1
        && keys.vary().stream().anyMatch(variation -> variation.choices().containsKey(SEED))) {
      mistakes.add(
          repeats.node().location(),
          repeats.key(),
          "repeats have the seeds seed, seed + 1, …, and vary has others; leave one of them out");
    }
    checkSeeds(keys, new Fields(all, mistakes).value(SEED));
    checkOverrides(keys);
    checkNumber(keys, combinations);
  }

  private void checkRanges(Variation variation, SweepKeys keys) {
    variation
        .choices()
        .forEach(
            (key, choices) -> {
              if (choices instanceof DrawnRange range && keys.sample().isEmpty()) {
                mistakes.add(
                    range.location(),
                    SweepKeys.VARY + "." + key,
                    "numbers are drawn from a range: say how many, with sample: 20 beside vary:");
              }
            });
  }

  private void checkSeeds(SweepKeys keys, Value seed) {
    if (keys.repeats() > 1 && seedOf(seed.node()) > Long.MAX_VALUE - keys.repeats() + 1) {
      seed.wrong(
          "one of at most %s, so that the %s repeats have one each"
              .formatted(Long.MAX_VALUE - keys.repeats() + 1, keys.repeats()));
    }
  }

  /** That of the experiment; whether it is one, its reader says. */
  private static long seedOf(Node node) {
    return new Value(SEED, node, new Mistakes()).whole(Long.MIN_VALUE, Long.MAX_VALUE, "");
  }

  /** A value of the command line that no run would have. */
  private void checkOverrides(SweepKeys keys) {
    Set<String> always = new LinkedHashSet<>(varied(keys));
    keys.vary().forEach(variation -> always.retainAll(variation.choices().keySet()));
    for (String key : always) {
      sources
          .over()
          .at(key)
          .ifPresent(
              node ->
                  mistakes.add(
                      node.location(),
                      key,
                      "vary has other values of it for every run; to replace these, -Dset=vary."
                          + "%s=[…], or -Dset=vary=none".formatted(key)));
    }
  }

  private void checkNumber(SweepKeys keys, Combinations combinations) {
    BigInteger number =
        keys.sample().isPresent()
            ? BigInteger.valueOf(keys.sample().getAsInt())
            : keys.vary().isEmpty() ? BigInteger.ONE : combinations.size();
    BigInteger runs = number.multiply(BigInteger.valueOf(keys.repeats()));
    if (runs.compareTo(BigInteger.valueOf(MOST_RUNS)) <= 0) {
      return;
    }
    String product =
        keys.repeats() == 1
            ? "%s combinations are as many runs".formatted(number)
            : "%s combinations with %s repeats each are %s runs"
                .formatted(number, keys.repeats(), runs);
    mistakes.add(
        keys.vary().get(0).location(), // without any, no number of repeats is too high
        SweepKeys.VARY,
        "%s, and at most %s are allowed; give fewer values, or draw some, with sample: 20"
            .formatted(product, Count.of(MOST_RUNS)));
  }

  /** Where what varies is mistaken, those of the other keys are told at once. */
  private void addMistakesOfTheRest(SweepKeys keys) {
    List<String> varied = varied(keys);
    Mistakes rest = new Mistakes();
    read(own, rest);
    rest.all().stream()
        .filter(
            mistake -> varied.stream().noneMatch(key -> VariantMistakes.isIn(key, mistake.key())))
        .forEach(mistake -> mistakes.add(mistake.location(), mistake.key(), mistake.text()));
  }

  private List<VariedKeys> chosen(SweepKeys keys, Combinations combinations) {
    if (keys.vary().isEmpty()) {
      return List.of(new VariedKeys(new Variation(own.location(), Map.of()), Map.of()));
    }
    if (keys.sample().isEmpty()) {
      return combinations.all();
    }
    int wanted = keys.sample().getAsInt();
    long seed = seedOf(new Fields(own.withDefaults(defaults), mistakes).value(SEED).node());
    List<VariedKeys> drawn = combinations.sample(wanted, seed);
    if (drawn.size() < wanted) {
      mistakes.add(
          keys.vary().get(0).location(),
          SweepKeys.SAMPLE,
          "of %s combinations that were to be drawn, only %s were found that differ; draw fewer, or from a wider range"
              .formatted(wanted, drawn.size()));
    }
    return drawn;
  }

  /** In the order of the combinations. */
  private List<Experiment> experiments(List<VariedKeys> combinations, List<String> varied) {
    VariantMistakes found = new VariantMistakes(combinations, varied);
    List<Experiment> experiments = new ArrayList<>(combinations.size());
    for (VariedKeys combination : combinations) {
      Mapping keys = own;
      for (var value : combination.values().entrySet()) {
        keys = keys.replacing(value.getKey(), value.getValue().node());
      }
      Mistakes ofThisOne = new Mistakes();
      Experiment experiment = read(keys, ofThisOne);
      found.add(experiments.size(), ofThisOne);
      experiments.add(experiment);
    }
    found.addTo(mistakes);
    return experiments;
  }

  private Experiment read(Mapping keys, Mistakes into) {
    Origin origin = Origin.of(sources.file(), keys, false);
    return ExperimentReader.read(keys.withDefaults(defaults), origin, around, into);
  }

  /** Maps that make the same run would have it trained twice. */
  private void checkAlike(List<VariedKeys> combinations, List<Experiment> experiments) {
    Map<Experiment, VariedKeys> first = new HashMap<>();
    Set<Set<Location>> told = new HashSet<>();
    for (int i = 0; i < combinations.size(); i++) {
      VariedKeys one = combinations.get(i);
      VariedKeys other = first.putIfAbsent(experiments.get(i), one);
      if (other != null
          && one.of() != other.of()
          && told.add(new HashSet<>(List.of(one.of().location(), other.of().location())))) {
        mistakes.add(
            one.of().location(),
            SweepKeys.VARY,
            "its run with %s is that of the map at %s with %s; leave one of them out"
                .formatted(one.inWords(), other.of().location(), other.inWords()));
      }
    }
  }

  private Sweep sweep(SweepKeys keys, List<VariedKeys> chosen, List<Experiment> experiments) {
    List<String> varied = varied(keys);
    boolean keepsAll = own.at(KEEP).isPresent();
    List<Variant> runs = new ArrayList<>(chosen.size() * keys.repeats());
    for (int i = 0; i < chosen.size(); i++) {
      Map<String, String> texts = chosen.get(i).texts();
      Map<String, String> inOrder = new LinkedHashMap<>();
      varied.stream().filter(texts::containsKey).forEach(k -> inOrder.put(k, texts.get(k)));
      boolean keeps = keepsAll || texts.containsKey(KEEP);
      Experiment experiment = experiments.get(i);
      for (int repeat = 0; repeat < keys.repeats(); repeat++) {
        runs.add(new Variant(inOrder, experiment.withSeed(experiment.seed() + repeat), keeps));
      }
    }
    Experiment first = experiments.get(0);
    return new Sweep(first.name(), first.description(), varied, runs);
  }

  private static List<String> varied(SweepKeys keys) {
    return keys.vary().stream()
        .flatMap(variation -> variation.choices().keySet().stream())
        .distinct()
        .toList();
  }
}
