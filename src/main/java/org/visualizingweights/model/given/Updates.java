package org.visualizingweights.model.given;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.visualizingweights.PlainNumber;
import org.visualizingweights.dl4j.UpdaterRates;

/** How a graph's parameters are updated, and what an experiment has instead. */
final class Updates {
  private final ComputationGraphConfiguration graph;
  private final List<String> parts;

  /**
   * @param parts the vertices with parameters
   */
  Updates(ComputationGraphConfiguration graph, List<String> parts) {
    this.graph = graph;
    this.parts = parts;
  }

  private List<LayerUpdate> of(String part) {
    return LayerUpdate.of(GraphLayers.inner((LayerVertex) graph.getVertices().get(part)));
  }

  /** Of what is not frozen. A {@code NoOp} is one, too: it subtracts the gradient as it is. */
  private Stream<IUpdater> updaters() {
    return parts.stream()
        .filter(part -> !GraphLayers.isFrozen((LayerVertex) graph.getVertices().get(part)))
        .flatMap(part -> of(part).stream())
        .flatMap(update -> update.updaters().stream());
  }

  /** The kinds of updaters that have no learning rate that could be set: {@code AdaDelta}. */
  List<String> withoutRate() {
    return updaters()
        .filter(updater -> !updater.hasLearningRate())
        .map(Updates::kind)
        .distinct()
        .toList();
  }

  /**
   * Changes the configuration.
   *
   * @return what was replaced by what, in words
   */
  List<String> apply(Map<String, Double> rates, Optional<Optimizer> optimizer) {
    List<String> announcements = new ArrayList<>();
    optimizer.ifPresent(other -> announcements.add(replaced(other)));
    if (optimizer.isEmpty() && !rates.isEmpty()) {
      replaced(rates.values()).ifPresent(announcements::add);
    }
    rates.forEach(
        (part, rate) ->
            of(part)
                .forEach(
                    update ->
                        optimizer.ifPresentOrElse(
                            other -> update.replace(other.updater(), rate, other.weightDecay()),
                            () -> update.setRate(rate))));
    return announcements;
  }

  private String replaced(Optimizer other) {
    String own = updaters().map(Updates::kind).distinct().collect(Collectors.joining(" and "));
    String announcement = "%s instead of the network's own %s".formatted(other.name(), own);
    if (other.weightDecay() == 0) {
      return announcement + ", without weight decay";
    }
    boolean hasL2 = parts.stream().flatMap(part -> of(part).stream()).anyMatch(LayerUpdate::hasL2);
    return "%s, with a weight decay of %s on weights and biases, but not of batch norms%s"
        .formatted(
            announcement, PlainNumber.of(other.weightDecay()), hasL2 ? ", instead of its L2" : "");
  }

  /** Empty where the network has these rates itself. */
  private Optional<String> replaced(Collection<Double> rates) {
    TreeSet<String> own = new TreeSet<>();
    updaters().forEach(updater -> own.add(rate(updater)));
    List<String> wanted = rates.stream().distinct().map(PlainNumber::of).toList();
    if (wanted.equals(List.copyOf(own))) {
      return Optional.empty();
    }
    return Optional.of(
        "learning %s %s instead of the network's own, %s"
            .formatted(
                wanted.size() == 1 ? "rate" : "rates",
                String.join(", ", wanted),
                String.join(" and ", own)));
  }

  /** A rate that follows a schedule is no number at the first step, but whatever comes then. */
  private static String rate(IUpdater updater) {
    String first = PlainNumber.of(updater.getLearningRate(0, 0));
    return UpdaterRates.isScheduled(updater) ? "a schedule that begins with " + first : first;
  }

  private static String kind(IUpdater updater) {
    return updater.getClass().getSimpleName();
  }
}
