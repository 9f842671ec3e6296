package org.visualizingweights.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.dl4j.Dl4jNetwork;

/**
 * Passes on what a network tells its listeners, and keeps what goes wrong with these from the
 * training: one that throws is told of nothing more. What other models tell, copies of the network
 * or layers that are pretrained, is not passed on.
 *
 * <p>Whoever holds the guard's monitor keeps it waiting.
 */
final class ListenerGuard implements TrainingListener {
  private final Dl4jNetwork network;
  private final List<TrainingListener> guarded;
  private final Consumer<Model> others;
  private final BiConsumer<TrainingListener, Throwable> failed;

  /** Whether what comes now may be of a step that began before anything was made ready for it. */
  private boolean inOldStep = true;

  /** Which step that would be, as the network counts. */
  private final int oldStep;

  /**
   * @param others is told of each forward pass, and each step, of another model; throws nothing
   * @param failed is told of each that has thrown, once, and throws nothing itself
   */
  ListenerGuard(
      Dl4jNetwork network,
      List<TrainingListener> guarded,
      Consumer<Model> others,
      BiConsumer<TrainingListener, Throwable> failed) {
    this.network = network;
    this.guarded = new ArrayList<>(guarded);
    this.others = others;
    this.failed = failed;
    this.oldStep = network.iteration();
  }

  private boolean isOurs(Model model) {
    return model == network.model();
  }

  private synchronized void pass(Model model, Consumer<TrainingListener> call) {
    inOldStep = inOldStep && network.iteration() <= oldStep;
    if (inOldStep || !isOurs(model)) {
      return;
    }
    for (TrainingListener listener : List.copyOf(guarded)) {
      try {
        call.accept(listener);
      } catch (Throwable e) { // whatever it is: the training is not ours to end
        guarded.remove(listener);
        failed.accept(listener, e);
      }
    }
  }

  /** Passes on what comes from the next step on, or from the next epoch if that begins before. */
  synchronized void expectNextStep() {
    inOldStep = false;
  }

  /** Passes nothing on any more. */
  synchronized void stop() {
    guarded.clear();
  }

  @Override
  public void onEpochStart(Model model) {
    if (isOurs(model)) {
      expectNextStep();
    }
    pass(model, listener -> listener.onEpochStart(model));
  }

  @Override
  public void onEpochEnd(Model model) {
    pass(model, listener -> listener.onEpochEnd(model));
    if (isOurs(model)) {
      expectNextStep();
    }
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    tellOfOther(model);
    pass(model, listener -> listener.onForwardPass(model, activations));
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    tellOfOther(model);
    pass(model, listener -> listener.onForwardPass(model, activations));
  }

  @Override
  public void onGradientCalculation(Model model) {
    pass(model, listener -> listener.onGradientCalculation(model));
  }

  @Override
  public void onBackwardPass(Model model) {
    pass(model, listener -> listener.onBackwardPass(model));
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    tellOfOther(model); // a layer that is pretrained tells of no forward pass
    pass(model, listener -> listener.iterationDone(model, iteration, epoch));
    if (isOurs(model)) {
      expectNextStep();
    }
  }

  private synchronized void tellOfOther(Model model) {
    if (!isOurs(model) && !guarded.isEmpty()) {
      others.accept(model);
    }
  }
}
