package org.visualizingweights.model.given;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.visualizingweights.dl4j.UpdaterRates;

/**
 * How the parameters of a layer are updated, as its configuration has it. The two kinds of layers
 * that have it so have no interface in common.
 *
 * @param biasUpdater that of the biases, where they have their own
 */
record LayerUpdate(
    Setting<IUpdater> updater,
    Setting<IUpdater> biasUpdater,
    Setting<List<Regularization>> regularization,
    Setting<List<Regularization>> biasRegularization) {

  /** Something in a configuration, which may lack it. */
  private record Setting<T>(Supplier<T> getter, Consumer<T> setter) {
    Optional<T> get() {
      return Optional.ofNullable(getter.get());
    }

    void set(T value) {
      setter.accept(value);
    }

    void remove() {
      setter.accept(null);
    }
  }

  /** Those of a layer's parts; none where Deeplearning4j keeps it in another way. */
  static List<LayerUpdate> of(Layer layer) {
    if (layer instanceof BaseLayer base) {
      return List.of(
          new LayerUpdate(
              new Setting<>(base::getIUpdater, base::setIUpdater),
              new Setting<>(base::getBiasUpdater, base::setBiasUpdater),
              new Setting<>(base::getRegularization, base::setRegularization),
              new Setting<>(base::getRegularizationBias, base::setRegularizationBias)));
    }
    if (layer instanceof AbstractSameDiffLayer sameDiff) {
      return List.of(
          new LayerUpdate(
              new Setting<>(sameDiff::getUpdater, sameDiff::setUpdater),
              new Setting<>(sameDiff::getBiasUpdater, sameDiff::setBiasUpdater),
              new Setting<>(sameDiff::getRegularization, sameDiff::setRegularization),
              new Setting<>(sameDiff::getRegularizationBias, sameDiff::setRegularizationBias)));
    }
    if (layer instanceof BaseWrapperLayer wrapper) {
      return of(wrapper.getUnderlying());
    }
    return layer instanceof Bidirectional both
        ? Stream.concat(of(both.getFwd()).stream(), of(both.getBwd()).stream()).toList()
        : List.of();
  }

  /** Whether there is an updater. */
  boolean isKnown() {
    return updater.get().isPresent();
  }

  /** Whether weights or biases have an L2. */
  boolean hasL2() {
    return Stream.of(regularization, biasRegularization)
        .flatMap(some -> some.get().stream())
        .flatMap(List::stream)
        .anyMatch(L2Regularization.class::isInstance);
  }

  /** All that there are. */
  List<IUpdater> updaters() {
    return Stream.of(updater, biasUpdater).flatMap(some -> some.get().stream()).toList();
  }

  /** Replaces the learning rates, and their schedules; what has none stays as it is. */
  void setRate(double rate) {
    for (Setting<IUpdater> some : List.of(updater, biasUpdater)) {
      some.get().ifPresent(own -> some.set(UpdaterRates.at(rate, own)));
    }
  }

  /**
   * Replaces the updaters, and the weight decay: for Deeplearning4j L2 is another way to have that,
   * and the two do not go together.
   */
  void replace(IUpdater other, double rate, double weightDecay) {
    updater.set(UpdaterRates.at(rate, other));
    biasUpdater.remove();
    regularization.set(decaying(regularization, weightDecay));
    biasRegularization.set(decaying(biasRegularization, weightDecay));
  }

  private static List<Regularization> decaying(
      Setting<List<Regularization>> own, double weightDecay) {
    List<Regularization> changed = new ArrayList<>(own.get().orElse(List.of()));
    changed.removeIf(WeightDecay.class::isInstance);
    if (weightDecay > 0) {
      changed.removeIf(L2Regularization.class::isInstance);
      changed.add(new WeightDecay(weightDecay, true));
    }
    return changed;
  }

  /** Has nothing change the parameters but a gradient's step, which there is none of. */
  void stop() {
    updater.set(new NoOp());
    biasUpdater.remove();
    regularization.set(List.of());
    biasRegularization.set(List.of());
  }
}
