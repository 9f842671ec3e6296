package org.visualizingweights.findings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether gradients reach the first layers, and which are starved by their learning rate. */
final class WeightRules {
  /** The part of the gradient of the last layers, beside their weights, that is next to nothing. */
  static final double VANISHED = 1e-3;

  /** The part of the highest learning rate up to which a layer can starve. */
  static final double LOW_RATE = 0.1;

  /**
   * The change of weights, beside their norm at the start, up to which they are still what they
   * began as. At a tenth of a rate of 0.01 they change by 0.3 and more in three epochs, and learn;
   * at a hundredth by 0.06.
   */
  static final double LITTLE_CHANGE = 0.2;

  /** The part of the change of the group that changed most up to which a group lags behind. */
  static final double LAGGING = 0.2;

  private WeightRules() {}

  static List<Finding> apply(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    if (!evidence.groups().isEmpty()) {
      findings.add(gradients(evidence));
      starved(evidence).ifPresent(findings::add);
    }
    return findings;
  }

  private static Finding gradients(Evidence evidence) {
    LayerSummary first = evidence.groups().get(0).layers().get(0);
    String name = first.layer().vertex();
    if (first.layer().frozen()) {
      return new Finding(
          Kind.GRADIENTS,
          Severity.NOTE,
          List.of(name),
          name + " gets no gradients, because its weights are frozen.",
          Map.of("gradient", 0.0),
          Optional.empty());
    }
    LayerSummary last = lastTrained(evidence);
    double ratio = first.relativeGradient() / last.relativeGradient();
    boolean arrive = ratio >= VANISHED;
    String text =
        "Gradients %s %s: their norm is typically %s times that of its weights%s."
            .formatted(
                arrive ? "reach" : "hardly reach",
                name,
                Words.number(first.relativeGradient()),
                last == first
                    ? ""
                    : "; in %s it is %s times"
                        .formatted(last.layer().vertex(), Words.number(last.relativeGradient())));
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put(name + " relative gradient", first.relativeGradient());
    numbers.put(last.layer().vertex() + " relative gradient", last.relativeGradient());
    numbers.put("ratio", ratio);
    return new Finding(
        Kind.GRADIENTS,
        arrive ? Severity.NOTE : evidence.severity(),
        List.of(name),
        text,
        numbers,
        Optional.empty());
  }

  private static LayerSummary lastTrained(Evidence evidence) {
    return evidence.groups().stream()
        .flatMap(group -> group.layers().stream())
        .filter(layer -> !layer.layer().frozen())
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  /**
   * Only in networks that began with random weights: pretrained ones need not change, and a low
   * rate for their first layers is what one wants. And only where rates are known, and some are
   * lower than others.
   */
  private static Optional<Finding> starved(Evidence evidence) {
    double highest =
        evidence.groups().stream().mapToDouble(GroupWeights::learningRate).max().orElse(0);
    GroupWeights most =
        evidence.groups().stream()
            .max(Comparator.comparingDouble(GroupWeights::change))
            .orElseThrow();
    List<GroupWeights> found =
        evidence.groups().stream()
            .filter(group -> evidence.randomStart() && !group.frozen())
            .filter(group -> highest > 0 && group.learningRate() <= LOW_RATE * highest)
            .filter(group -> group.relativeGradient() > 0)
            .filter(group -> group.change() <= LITTLE_CHANGE)
            .filter(group -> group.change() <= LAGGING * most.change())
            .toList();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = found.stream().map(GroupWeights::name).toList();
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (GroupWeights group : found) {
      numbers.put(group.name() + " learning rate", group.learningRate());
      numbers.put(group.name() + " weight change", group.change());
    }
    numbers.put(most.name() + " learning rate", most.learningRate());
    numbers.put(most.name() + " weight change", most.change());
    GroupWeights least =
        found.stream().min(Comparator.comparingDouble(GroupWeights::change)).orElseThrow();
    String text =
        "%s %s starved by %s learning rate: gradients arrive, but over the run the weights of %s moved by %s of their norm at the start, at rate %s, those of %s by %s, at rate %s. They still are close to the random values that they began as."
            .formatted(
                Words.list(names),
                names.size() == 1 ? "is" : "are",
                names.size() == 1 ? "its" : "their",
                least.inWords(),
                Words.change(least.change()),
                Words.number(least.learningRate()),
                most.inWords(),
                Words.change(most.change()),
                Words.number(most.learningRate()));
    return Optional.of(
        new Finding(Kind.STARVED, Severity.WARNING, names, text, numbers, Optional.empty()));
  }
}
