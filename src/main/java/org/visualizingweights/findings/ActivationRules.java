package org.visualizingweights.findings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.visualizingweights.Count;

/** Which layers stayed as they were, which drifted, exploded or collapsed. */
final class ActivationRules {
  /**
   * The distance of a distribution from its start, 0 to 1, below which it has not changed. At the
   * same weights, 16 batches are 0.003 from the first one in conv1, and up to 0.05 in the last
   * stage, which has 32 times fewer activations; in a network that learns for three epochs, layers
   * come to 0.16 and more.
   */
  static final double STATIC = 0.05;

  /** So many times the distance by chance is chance, too: layers of a few units have few values. */
  private static final double CHANCE = 2;

  /** Where chance goes further than this, a layer has too few values to tell anything by. */
  private static final double TOO_FEW_VALUES = 0.4;

  /**
   * The change of weights, beside their norm at the start, below which they have not changed much.
   * Batch norm can keep a distribution as it is while the weights before it become quite others: at
   * a learning rate of 0.01, random weights change by 0.9 and more in 200 steps.
   */
  static final double STATIC_WEIGHTS = 0.2;

  /**
   * The share of dead channels that is worth a word. In a network that learns, hardly any channel
   * of a stage puts out the same for 64 images.
   */
  static final double DEAD_CHANNELS = 0.05;

  private static final String MOVED = "their weights moved";

  private ActivationRules() {}

  static List<Finding> apply(Evidence evidence) {
    return Stream.of(
            finding(evidence, v -> isStatic(evidence, v), ActivationRules::unchanged),
            finding(evidence, v -> hasDrifted(evidence, v), ActivationRules::drifted),
            finding(evidence, v -> v.growth() >= VertexSummary.EXPLODED, ActivationRules::exploded),
            finding(evidence, v -> v.collapsedSince().isPresent(), ActivationRules::collapsed),
            finding(
                evidence,
                v -> v.latest().sum().shareOfDeadChannels() >= DEAD_CHANNELS,
                ActivationRules::deadChannels))
        .flatMap(Optional::stream)
        .toList();
  }

  /** What is to be said of the vertices that a rule holds for, if it holds for any. */
  private static Optional<Finding> finding(
      Evidence evidence,
      Predicate<VertexSummary> rule,
      BiFunction<Evidence, List<VertexSummary>, Finding> finding) {
    List<VertexSummary> found = evidence.vertices().stream().filter(rule).toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(finding.apply(evidence, found));
  }

  private static boolean isStatic(Evidence evidence, VertexSummary vertex) {
    return isStill(vertex)
        && byChance(vertex) <= TOO_FEW_VALUES
        && changeOfWeights(evidence, vertex) < STATIC_WEIGHTS;
  }

  /** Of few values chance alone can be far: that is neither a change nor none. */
  private static boolean hasDrifted(Evidence evidence, VertexSummary vertex) {
    return !isStill(vertex) || changeOfWeights(evidence, vertex) >= STATIC_WEIGHTS;
  }

  private static boolean isStill(VertexSummary vertex) {
    return vertex.farthest() < Math.max(STATIC, byChance(vertex));
  }

  /** The distance up to which there need be no change. */
  private static double byChance(VertexSummary vertex) {
    return CHANCE * vertex.distanceByChance();
  }

  private static double changeOfWeights(Evidence evidence, VertexSummary vertex) {
    return weightsOf(evidence, vertex).map(GroupWeights::change).orElse(0.0);
  }

  private static Finding unchanged(Evidence evidence, List<VertexSummary> found) {
    Map<String, Double> numbers = each(found, "distance", VertexSummary::farthest);
    numbers.putAll(changes(evidence, found));
    VertexSummary most = most(found, VertexSummary::farthest);
    String text =
        "The activations of %s look as at the start: their distribution was never further than %s from that of the first step (0: the same, 1: nothing in common)%s.%s"
            .formatted(
                Words.list(names(found)),
                Words.number(most.farthest()),
                most.farthest() < STATIC ? "" : ", as far as so few values are by chance",
                weights(evidence, found, "their weights moved all the same"));
    return new Finding(
        Kind.STATIC, Severity.NOTE, names(found), text, numbers, Optional.of(all(found.get(0))));
  }

  private static Finding drifted(Evidence evidence, List<VertexSummary> found) {
    Map<String, Double> numbers = each(found, "distance", VertexSummary::distance);
    numbers.putAll(
        each(found, "growth", vertex -> vertex.latest().sum().rms() / vertex.start().sum().rms()));
    numbers.putAll(changes(evidence, found));
    String distances =
        Words.list(
            found.stream()
                .map(vertex -> vertex.vertex() + " " + Words.number(vertex.distance()))
                .toList());
    String text =
        "%s changed. Distance of the distribution of activations at the end from that of the first step (0: the same, 1: nothing in common): %s.%s"
            .formatted(Words.list(names(found)), distances, weights(evidence, found, MOVED));
    VertexSummary most = most(found, VertexSummary::distance);
    return new Finding(
        Kind.DRIFT, Severity.NOTE, names(found), text, numbers, Optional.of(all(most)));
  }

  private static Finding exploded(Evidence evidence, List<VertexSummary> found) {
    Map<String, Double> numbers = each(found, "growth", VertexSummary::growth);
    numbers.putAll(each(found, "above range", vertex -> vertex.largest().sum().shareAbove()));
    VertexSummary most = most(found, VertexSummary::growth);
    Window peak = most.largest();
    int first = most.firstExploded().orElse(peak.first());
    String text =
        String.format(
            Locale.ROOT,
            "The activations of %s %s%s: at step %d they are for the first time more than %s times as large as at the first step. They are largest at %s, taken together: %s times as large (%.1f powers of two), and %s of them lie above the range.%s",
            Words.list(names(found)),
            evidence.failed() ? "exploded" : "grew",
            found.size() == 1 ? "" : ", most in " + most.vertex(),
            first,
            Words.number(VertexSummary.EXPLODED).replace(".00", ""),
            Words.steps(peak.first(), peak.last()),
            Words.number(most.growth()),
            Math.log(most.growth()) / Math.log(2),
            Words.percent(peak.sum().shareAbove()),
            evidence.outcome() == Outcome.LEARNED ? " The network learns all the same." : "");
    return new Finding(
        evidence.failed() ? Kind.EXPLODED : Kind.GROWN,
        evidence.severity(),
        names(found),
        text,
        numbers,
        Optional.of(new Place(first, peak.last(), most.vertex())));
  }

  private static Finding collapsed(Evidence evidence, List<VertexSummary> found) {
    Map<String, Double> numbers = each(found, "close to zero", VertexSummary::closeToZero);
    numbers.putAll(each(found, "close to zero at the start", VertexSummary::closeToZeroAtStart));
    numbers.putAll(
        each(found, "since step", vertex -> (double) vertex.collapsedSince().orElseThrow()));
    VertexSummary most = most(found, VertexSummary::closeToZero);
    List<String> since =
        found.stream()
            .map(v -> "%s (from step %s)".formatted(v.vertex(), v.collapsedSince().orElseThrow()))
            .toList();
    String text =
        "The activations of %s collapsed to near zero, and stay there: of those of %s, %s are smaller than %s, where it was %s at the first step."
            .formatted(
                Words.list(since),
                most.vertex(),
                Words.percent(most.closeToZero()),
                Words.number(most.small()),
                Words.percent(most.closeToZeroAtStart()));
    int first = most.collapsedSince().orElseThrow();
    return new Finding(
        Kind.COLLAPSED,
        evidence.severity(),
        names(found),
        text,
        numbers,
        Optional.of(new Place(first, most.latest().last(), most.vertex())));
  }

  private static Finding deadChannels(Evidence evidence, List<VertexSummary> found) {
    Map<String, Double> numbers =
        each(found, "dead channels", vertex -> vertex.latest().sum().shareOfDeadChannels());
    numbers.putAll(
        each(
            found,
            "dead channels at the start",
            vertex -> vertex.start().sum().shareOfDeadChannels()));
    VertexSummary most = most(found, vertex -> vertex.latest().sum().shareOfDeadChannels());
    String text =
        "%s %s dead channels%s: %s of the %s put out one value throughout a batch at the end, %s at the first step."
            .formatted(
                Words.list(names(found)),
                found.size() == 1 ? "has" : "have",
                found.size() == 1 ? "" : ", most " + most.vertex(),
                deadChannels(most.latest()),
                Count.of(most.latest().sum().channels(), "channel"),
                deadChannels(most.start()));
    return new Finding(
        Kind.DEAD_CHANNELS,
        evidence.severity(),
        names(found),
        text,
        numbers,
        Optional.of(new Place(most.latest().first(), most.latest().last(), most.vertex())));
  }

  /** How many there are, as {@code 40}; in the mean of several steps as {@code about 40}. */
  private static String deadChannels(Window window) {
    double dead = window.sum().shareOfDeadChannels() * window.sum().channels();
    long whole = dead > 0 ? Math.max(1, Math.round(dead)) : 0;
    return (Math.abs(whole - dead) < 1e-6 ? "" : "about ") + Count.of(whole);
  }

  /**
   * What is known of the weights behind some vertices; nothing where none are recorded.
   *
   * @param moved what is said where all of them did
   */
  private static String weights(Evidence evidence, List<VertexSummary> vertices, String moved) {
    Set<String> changes = new LinkedHashSet<>();
    Set<String> broken = new LinkedHashSet<>();
    Set<String> frozen = new LinkedHashSet<>();
    Set<String> frozenInPart = new LinkedHashSet<>();
    boolean allMoved = true;
    for (VertexSummary vertex : vertices) {
      for (GroupWeights weights : weightsOf(evidence, vertex).stream().toList()) {
        String name = weights.behind(vertex.vertex());
        if (Double.isFinite(weights.change())) {
          changes.add(name + " " + Words.change(weights.change()));
          allMoved &= weights.change() != 0;
        } else {
          broken.add(name);
        }
        if (weights.frozen()) {
          (weights.isOneVertex() ? frozen : frozenInPart).add(name);
        }
      }
    }
    List<String> parts = new ArrayList<>();
    addIfAny(parts, (allMoved ? moved : MOVED) + ", of their norm at the start: %s", changes);
    addIfAny(parts, "the weights of %s became NaN or infinite", broken);
    addIfAny(parts, "the convolutions of %s are frozen", frozenInPart);
    addIfAny(parts, "the weights of %s are frozen", frozen);
    return Words.sentence(parts);
  }

  private static void addIfAny(List<String> parts, String text, Set<String> names) {
    if (!names.isEmpty()) {
      parts.add(text.formatted(Words.list(List.copyOf(names))));
    }
  }

  private static Map<String, Double> changes(Evidence evidence, List<VertexSummary> vertices) {
    Map<String, Double> changes = new LinkedHashMap<>();
    for (VertexSummary vertex : vertices) {
      weightsOf(evidence, vertex)
          .ifPresent(group -> changes.put(vertex.vertex() + " weight change", group.change()));
    }
    return changes;
  }

  /** Its own weights where it has some, and else those of the group whose output it is. */
  private static Optional<GroupWeights> weightsOf(Evidence evidence, VertexSummary vertex) {
    return evidence.groups().stream()
        .filter(candidate -> candidate.part().has(vertex.vertex()))
        .map(candidate -> candidate.only(vertex.vertex()))
        .findFirst();
  }

  private static VertexSummary most(
      List<VertexSummary> vertices, ToDoubleFunction<VertexSummary> figure) {
    return vertices.stream().max(Comparator.comparingDouble(figure)).orElseThrow();
  }

  private static Map<String, Double> each(
      List<VertexSummary> vertices, String name, ToDoubleFunction<VertexSummary> figure) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    vertices.forEach(
        vertex -> numbers.put(vertex.vertex() + " " + name, figure.applyAsDouble(vertex)));
    return numbers;
  }

  private static List<String> names(List<VertexSummary> vertices) {
    return vertices.stream().map(VertexSummary::vertex).toList();
  }

  private static Place all(VertexSummary vertex) {
    return new Place(vertex.start().first(), vertex.latest().last(), vertex.vertex());
  }
}
