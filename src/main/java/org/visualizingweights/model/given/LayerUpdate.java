package org.visualizingweights.model.given;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

/** How the parameters of a layer are updated, as its configuration has it. */
abstract sealed class LayerUpdate {

  /** Those of a layer's parts; none where Deeplearning4j keeps it in another way. */
  static List<LayerUpdate> of(Layer layer) {
    if (layer instanceof BaseLayer base) {
      return List.of(new OfBaseLayer(base));
    }
    if (layer instanceof AbstractSameDiffLayer sameDiff) {
      return List.of(new OfSameDiffLayer(sameDiff));
    }
    if (layer instanceof BaseWrapperLayer wrapper) {
      return of(wrapper.getUnderlying());
    }
    return layer instanceof Bidirectional both
        ? Stream.concat(of(both.getFwd()).stream(), of(both.getBwd()).stream()).toList()
        : List.of();
  }

  abstract Optional<IUpdater> updater();

  /** That of the biases, where they have their own. */
  abstract Optional<IUpdater> biasUpdater();

  abstract void setUpdaters(IUpdater updater, Optional<IUpdater> ofBiases);

  abstract List<Regularization> regularization();

  abstract List<Regularization> biasRegularization();

  abstract void setRegularization(List<Regularization> weights, List<Regularization> biases);

  /** Whether weights or biases have an L2. */
  boolean hasL2() {
    return Stream.concat(regularization().stream(), biasRegularization().stream())
        .anyMatch(L2Regularization.class::isInstance);
  }

  /** All that there are. */
  List<IUpdater> updaters() {
    return Stream.concat(updater().stream(), biasUpdater().stream()).toList();
  }

  /** Replaces the learning rates, and their schedules; what has none stays as it is. */
  void setRate(double rate) {
    updater().ifPresent(own -> setUpdaters(at(rate, own), biasUpdater().map(b -> at(rate, b))));
  }

  private static IUpdater at(double rate, IUpdater updater) {
    IUpdater changed = updater.clone();
    if (changed.hasLearningRate()) {
      changed.setLrAndSchedule(rate, null);
    }
    return changed;
  }

  /**
   * Replaces the updaters, and the weight decay: for Deeplearning4j L2 is another way to have that,
   * and the two do not go together.
   */
  void replace(IUpdater updater, double rate, double weightDecay) {
    setUpdaters(at(rate, updater), Optional.empty());
    setRegularization(
        decaying(regularization(), weightDecay), decaying(biasRegularization(), weightDecay));
  }

  private static List<Regularization> decaying(List<Regularization> own, double weightDecay) {
    List<Regularization> changed = new ArrayList<>(own);
    changed.removeIf(WeightDecay.class::isInstance);
    if (weightDecay > 0) {
      changed.removeIf(L2Regularization.class::isInstance);
      changed.add(new WeightDecay(weightDecay, true));
    }
    return changed;
  }

  /** Has nothing change the parameters but a gradient's step, which there is none of. */
  void stop() {
    setUpdaters(new NoOp(), Optional.empty());
    setRegularization(List.of(), List.of());
  }

  private static <T> List<T> orNone(List<T> list) {
    return list == null ? List.of() : list;
  }

  private static final class OfBaseLayer extends LayerUpdate {
    private final BaseLayer layer;

    OfBaseLayer(BaseLayer layer) {
      this.layer = layer;
    }

    @Override
    Optional<IUpdater> updater() {
      return Optional.ofNullable(layer.getIUpdater());
    }

    @Override
    Optional<IUpdater> biasUpdater() {
      return Optional.ofNullable(layer.getBiasUpdater());
    }

    @Override
    void setUpdaters(IUpdater updater, Optional<IUpdater> ofBiases) {
      layer.setIUpdater(updater);
      layer.setBiasUpdater(ofBiases.orElse(null));
    }

    @Override
    List<Regularization> regularization() {
      return orNone(layer.getRegularization());
    }

    @Override
    List<Regularization> biasRegularization() {
      return orNone(layer.getRegularizationBias());
    }

    @Override
    void setRegularization(List<Regularization> weights, List<Regularization> biases) {
      layer.setRegularization(weights);
      layer.setRegularizationBias(biases);
    }
  }

  private static final class OfSameDiffLayer extends LayerUpdate {
    private final AbstractSameDiffLayer layer;

    OfSameDiffLayer(AbstractSameDiffLayer layer) {
      this.layer = layer;
    }

    @Override
    Optional<IUpdater> updater() {
      return Optional.ofNullable(layer.getUpdater());
    }

    @Override
    Optional<IUpdater> biasUpdater() {
      return Optional.ofNullable(layer.getBiasUpdater());
    }

    @Override
    void setUpdaters(IUpdater updater, Optional<IUpdater> ofBiases) {
      layer.setUpdater(updater);
      layer.setBiasUpdater(ofBiases.orElse(null));
    }

    @Override
    List<Regularization> regularization() {
      return orNone(layer.getRegularization());
    }

    @Override
    List<Regularization> biasRegularization() {
      return orNone(layer.getRegularizationBias());
    }

    @Override
    void setRegularization(List<Regularization> weights, List<Regularization> biases) {
      layer.setRegularization(weights);
      layer.setRegularizationBias(biases);
    }
  }
}
