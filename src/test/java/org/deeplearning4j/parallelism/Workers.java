package org.deeplearning4j.parallelism;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Trains as Deeplearning4j's {@code ParallelWrapper} does, which is in a library that is not here:
 * worker 0 has the network itself and the others copies, all have its listeners, and after each
 * step all get the mean of their weights.
 */
public final class Workers {
  private Workers() {}

  public static void fit(ComputationGraph network, MultiDataSet batch, int steps) {
    List<TrainingListener> listeners = List.copyOf(network.getListeners());
    ComputationGraph copy = new ComputationGraph(network.getConfiguration().clone());
    copy.init();
    List<ComputationGraph> models = new ArrayList<>(List.of(network, copy));
    for (ComputationGraph model : models) {
      model.setListeners(listeners);
    }
    for (int i = 0; i < steps; i++) {
      models.forEach(model -> inThread(() -> work(model, batch)));
      network.setParams(network.params().add(copy.params()).div(2));
      copy.setParams(network.params().dup());
    }
  }

  private static void work(ComputationGraph model, MultiDataSet batch) {
    model.fit(batch);
  }

  private static void inThread(Runnable step) {
    Thread worker = new Thread(step);
    worker.start();
    try {
      worker.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
