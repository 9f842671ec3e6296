package org.visualizingweights.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Passes on what a network tells its listeners, and keeps what goes wrong with these from the
 * training: one that throws is told of nothing more.
 *
 * <p>Whoever holds the guard's monitor keeps it waiting.
 */
final class ListenerGuard implements TrainingListener {
  private final List<TrainingListener> guarded;
  private final BiConsumer<TrainingListener, Throwable> failed;
  private Thread trains = Thread.currentThread();

  /**
   * @param failed is told of each that has thrown, once, and throws nothing itself
   */
  ListenerGuard(List<TrainingListener> guarded, BiConsumer<TrainingListener, Throwable> failed) {
    this.guarded = new ArrayList<>(guarded);
    this.failed = failed;
  }

  private synchronized void pass(Consumer<TrainingListener> call) {
    trains = Thread.currentThread();
    for (TrainingListener listener : List.copyOf(guarded)) {
      try {
        call.accept(listener);
      } catch (Throwable e) { // whatever it is: the training is not ours to end
        guarded.remove(listener);
        failed.accept(listener, e);
      }
    }
  }

  /** Passes nothing on any more. */
  synchronized void stop() {
    guarded.clear();
  }

  /** Whether the network seems to be in the middle of a call, here or in the thread that trains. */
  synchronized boolean isInTraining() {
    return isInTraining(Thread.currentThread()) || isInTraining(trains);
  }

  /** Whether a thread is in the middle of a call of a network's. */
  static boolean isInTraining(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().startsWith("org.deeplearning4j.")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void onEpochStart(Model model) {
    pass(listener -> listener.onEpochStart(model));
  }

  @Override
  public void onEpochEnd(Model model) {
    pass(listener -> listener.onEpochEnd(model));
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    pass(listener -> listener.onForwardPass(model, activations));
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    pass(listener -> listener.onForwardPass(model, activations));
  }

  @Override
  public void onGradientCalculation(Model model) {
    pass(listener -> listener.onGradientCalculation(model));
  }

  @Override
  public void onBackwardPass(Model model) {
    pass(listener -> listener.onBackwardPass(model));
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    pass(listener -> listener.iterationDone(model, iteration, epoch));
  }
}
