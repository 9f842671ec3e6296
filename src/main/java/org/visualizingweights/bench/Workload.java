package org.visualizingweights.bench;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.activations.CaptureListener;
import org.visualizingweights.data.Batch;
import org.visualizingweights.data.Batches;

/** One way to train, a step at a time, with a clock at its parts. */
public final class Workload {
  /** The parts of a step, in milliseconds; {@code STEP} is all of it. */
  public enum Part {
    STEP,
    DATA,
    FORWARD,
    BACKWARD,
    UPDATE,
    CAPTURE
  }

  private final String name;
  private final ComputationGraph network;
  private final Batches batches;
  private final Optional<CaptureListener> capture;
  private final Clock clock = new Clock();
  private Iterator<Batch> epoch;
  private int epochs;

  /**
   * @param capture is attached to the network already
   */
  Workload(
      String name, ComputationGraph network, Batches batches, Optional<CaptureListener> capture) {
    this.name = name;
    this.network = network;
    this.batches = batches;
    this.capture = capture;
    this.epoch = batches.epoch(0);
    network.addListeners(clock);
  }

  String name() {
    return name;
  }

  /** Trains for one step. */
  Map<Part, Double> step() {
    long start = System.nanoTime();
    if (!epoch.hasNext()) {
      epoch = batches.epoch(++epochs);
    }
    Batch batch = epoch.next();
    long ready = System.nanoTime();
    long capturedBefore = capture.map(CaptureListener::nanos).orElse(0L);
    network.fit(new INDArray[] {batch.images()}, new INDArray[] {batch.labels().dup()});
    long end = System.nanoTime();
    double captured = millis(capturedBefore, capture.map(CaptureListener::nanos).orElse(0L));
    Map<Part, Double> times = new EnumMap<>(Part.class);
    times.put(Part.STEP, millis(start, end));
    times.put(Part.DATA, millis(start, ready));
    times.put(Part.FORWARD, millis(ready, clock.forward) - captured);
    times.put(Part.BACKWARD, millis(clock.forward, clock.backward));
    times.put(Part.UPDATE, millis(clock.backward, end));
    times.put(Part.CAPTURE, captured);
    return times;
  }

  private static double millis(long from, long to) {
    return (to - from) / 1e6;
  }

  /** Is told after the capture, which was attached before it. */
  private static final class Clock extends BaseTrainingListener {
    private long forward;
    private long backward;

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
      forward = System.nanoTime();
    }

    @Override
    public void onBackwardPass(Model model) {
      backward = System.nanoTime();
    }
  }
}
