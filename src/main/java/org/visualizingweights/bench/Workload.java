package org.visualizingweights.bench;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.data.Batch;
import org.visualizingweights.data.Batches;

/** One way to train, a step at a time, with a clock at its phases. */
public final class Workload {
  /**
   * The phases of a step; {@code STEP} is all of it. {@code CAPTURE}, {@code WEIGHTS} and {@code
   * STATS} are what the listeners take. {@code STORAGE} is no phase of it, but what the thread
   * computes meanwhile that writes what they heard.
   */
  public enum Phase {
    STEP,
    DATA,
    FORWARD,
    BACKWARD,
    UPDATE,
    CAPTURE,
    WEIGHTS,
    STATS,
    STORAGE
  }

  private final String name;
  private final ComputationGraph network;
  private final Batches batches;
  private final Map<Phase, Double> millis = new EnumMap<>(Phase.class);
  private Iterator<Batch> epoch;
  private int epochs;
  private long last;
  private boolean stores;

  Workload(String name, ComputationGraph network, Batches batches) {
    this.name = name;
    this.network = network;
    this.batches = batches;
    this.epoch = batches.epoch(0);
    network.addListeners(new Mark(Phase.FORWARD, Phase.BACKWARD, Phase.UPDATE));
  }

  /**
   * Has another listener hear what happens, and measures it.
   *
   * @param attach adds the listener to the network
   */
  Workload with(Phase phase, Consumer<ComputationGraph> attach) {
    attach.accept(network);
    network.addListeners(new Mark(phase, phase, phase));
    stores = true;
    return this;
  }

  /** Whether somebody listens, and so something is stored. */
  boolean stores() {
    return stores;
  }

  String name() {
    return name;
  }

  /** Trains for one step; returns the milliseconds of each phase. */
  Map<Phase, Double> step() {
    millis.clear();
    long start = System.nanoTime();
    last = start;
    if (!epoch.hasNext()) {
      epoch = batches.epoch(++epochs);
    }
    Batch batch = epoch.next();
    passed(Phase.DATA);
    network.fit(new INDArray[] {batch.images()}, new INDArray[] {batch.labels().dup()});
    passed(Phase.UPDATE);
    millis.put(Phase.STEP, (last - start) / 1e6);
    return new EnumMap<>(millis);
  }

  /** What has passed since this was called last belongs to a phase. */
  private void passed(Phase phase) {
    long now = System.nanoTime();
    millis.merge(phase, (now - last) / 1e6, Double::sum);
    last = now;
  }

  /** Listens behind a listener, and so knows when that has done. */
  private final class Mark extends BaseTrainingListener {
    private final Phase atForward;
    private final Phase atBackward;
    private final Phase atUpdate;

    Mark(Phase atForward, Phase atBackward, Phase atUpdate) {
      this.atForward = atForward;
      this.atBackward = atBackward;
      this.atUpdate = atUpdate;
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
      passed(atForward);
    }

    @Override
    public void onBackwardPass(Model model) {
      passed(atBackward);
    }

    @Override
    public void onGradientCalculation(Model model) {
      passed(atUpdate);
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      passed(atUpdate);
    }
  }
}
