package org.visualizingweights.findings;

import org.visualizingweights.parameters.LayerNorms;
import org.visualizingweights.parameters.RecordedLayer;

/** How the weights of a layer went, over the recorded steps. */
final class LayerSummary {
  private final RecordedLayer layer;
  private final LogMean relativeGradient = new LogMean();
  private double change;
  private int steps;

  /** The geometric mean of positive, finite values. */
  private static final class LogMean {
    private double sum;
    private int count;

    void add(double value) {
      if (value > 0 && Double.isFinite(value)) {
        sum += Math.log(value);
        count++;
      }
    }

    double value() {
      return count == 0 ? 0 : Math.exp(sum / count);
    }
  }

  LayerSummary(RecordedLayer layer) {
    this.layer = layer;
  }

  void add(LayerNorms norms) {
    relativeGradient.add(norms.gradient() / norms.weight());
    steps++;
    change = norms.distance() / layer.startNorm();
  }

  /** Number of recorded steps. */
  int steps() {
    return steps;
  }

  RecordedLayer layer() {
    return layer;
  }

  /** The typical norm of the gradient beside that of the weights; 0 where there was no gradient. */
  double relativeGradient() {
    return relativeGradient.value();
  }

  /** The distance of the weights from their start at the last step, beside their norm there. */
  double change() {
    return change;
  }
}
