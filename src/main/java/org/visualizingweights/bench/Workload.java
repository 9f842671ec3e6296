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

/** One way to train, a step at a time, with a clock at its parts. */
public final class Workload {
  /**
   * The parts of a step; {@code STEP} is all of it. {@code CAPTURE}, {@code WEIGHTS} and {@code
   * STATS} are what the listeners take. {@code STORAGE} is no part of it, but what the thread
   * computes meanwhile that writes what they heard.
   */
  public enum Part {
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
  private final Map<Part, Double> millis = new EnumMap<>(Part.class);
  private Iterator<Batch> epoch;
  private int epochs;
  private long last;
  private boolean stores;

  Workload(String name, ComputationGraph network, Batches batches) {
    this.name = name;
    this.network = network;
    this.batches = batches;
    this.epoch = batches.epoch(0);
    network.addListeners(new Mark(Part.FORWARD, Part.BACKWARD, Part.UPDATE));
  }

  /**
   * Has another listener hear what happens, and measures it.
   *
   * @param attach adds the listener to the network
   */
  Workload with(Part part, Consumer<ComputationGraph> attach) {
    attach.accept(network);
    network.addListeners(new Mark(part, part, part));
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

  /** Trains for one step; returns the milliseconds of each part. */
  Map<Part, Double> step() {
    millis.clear();
    long start = System.nanoTime();
    last = start;
    if (!epoch.hasNext()) {
      epoch = batches.epoch(++epochs);
    }
    Batch batch = epoch.next();
    passed(Part.DATA);
    network.fit(new INDArray[] {batch.images()}, new INDArray[] {batch.labels().dup()});
    passed(Part.UPDATE);
    millis.put(Part.STEP, (last - start) / 1e6);
    return new EnumMap<>(millis);
  }

  /** What has passed since this was called last belongs to a part. */
  private void passed(Part part) {
    long now = System.nanoTime();
    millis.merge(part, (now - last) / 1e6, Double::sum);
    last = now;
  }

  /** Listens behind a listener, and so knows when that has done. */
  private final class Mark extends BaseTrainingListener {
    private final Part atForward;
    private final Part atBackward;
    private final Part atUpdate;

    Mark(Part atForward, Part atBackward, Part atUpdate) {
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
