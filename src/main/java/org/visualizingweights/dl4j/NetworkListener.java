package org.visualizingweights.dl4j;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Deeplearning4j's listener of one network, for all that listens to its steps.
 *
 * <p>A graph that is cloned takes its listeners along, and layers that are pretrained have them
 * too. What those do is none of this network's steps. Nor is a step told of whose beginning was
 * not: somebody may begin to listen in the middle of it.
 */
public final class NetworkListener extends BaseTrainingListener {
  private final Dl4jNetwork network;
  private final IntSupplier step;
  private final List<StepListener> listeners;
  private final Consumer<Model> others;
  private boolean forwardSeen;
  private boolean backwardSeen;

  /**
   * @param step says the number of the step that goes on
   * @param listeners are told in this order
   * @param others is told of each call that comes from another model
   */
  public NetworkListener(
      Dl4jNetwork network, IntSupplier step, List<StepListener> listeners, Consumer<Model> others) {
    this.network = network;
    this.step = step;
    this.listeners = List.copyOf(listeners);
    this.others = others;
  }

  /**
   * Has a network that was not trained before, or is resumed, told of by its own count of steps.
   */
  public static void attach(Dl4jNetwork network, StepListener... listeners) {
    network
        .model()
        .addListeners(
            new NetworkListener(network, network::iteration, List.of(listeners), model -> {}));
  }

  private boolean isOf(Model model) {
    boolean ours = model == network.model();
    if (!ours) {
      others.accept(model);
    }
    return ours;
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    if (isOf(model)) {
      forwardSeen = true;
      listeners.forEach(listener -> listener.forward(step.getAsInt(), activations));
    }
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    if (isOf(model)) {
      onForwardPass(model, network.activations(activations));
    }
  }

  @Override
  public void onBackwardPass(Model model) {
    if (isOf(model) && forwardSeen) {
      backwardSeen = true;
      listeners.forEach(listener -> listener.backward(step.getAsInt()));
    }
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (isOf(model)) {
      boolean whole = forwardSeen && backwardSeen;
      forwardSeen = false;
      backwardSeen = false;
      if (whole) {
        int done = step.getAsInt();
        listeners.forEach(listener -> listener.done(done, epoch, model.score()));
      }
    }
  }

  @Override
  public void onEpochStart(Model model) {
    if (isOf(model)) {
      listeners.forEach(StepListener::epochStarted);
    }
  }

  @Override
  public void onEpochEnd(Model model) {
    if (isOf(model)) {
      listeners.forEach(StepListener::epochDone);
    }
  }
}
