package org.visualizingweights.findings;

import java.util.ArrayDeque;
import java.util.Deque;

/** How the loss of the captured steps went. */
final class LossSummary {
  private final Deque<Double> latest = new ArrayDeque<>();
  private double first = Double.NaN;
  private int notFinite;
  private int firstNotFinite;
  private int lastNotFinite;
  private int lastIteration = -1;
  private int steps;

  void add(int iteration, double loss) {
    lastIteration = iteration;
    steps++;
    if (!Double.isFinite(loss)) {
      firstNotFinite = notFinite == 0 ? iteration : firstNotFinite;
      lastNotFinite = iteration;
      notFinite++;
      return;
    }
    if (Double.isNaN(first)) {
      first = loss;
    }
    latest.add(loss);
    if (latest.size() > VertexSummary.WINDOW) {
      latest.remove();
    }
  }

  /** The first finite loss; NaN where there is none. */
  double first() {
    return first;
  }

  /** The mean of the last finite losses; NaN where there are none. */
  double latest() {
    return latest.stream().mapToDouble(x -> x).average().orElse(Double.NaN);
  }

  /** The number of steps that {@link #latest} is the mean of. */
  int latestSteps() {
    return latest.size();
  }

  /** How many times as large as at first losses are; NaN where some are not above zero. */
  double growth() {
    return first > 0 && latest() >= 0 ? latest() / first : Double.NaN;
  }

  /** Number of captured steps. */
  int steps() {
    return steps;
  }

  /** Number of steps whose loss was NaN or infinite. */
  int notFinite() {
    return notFinite;
  }

  int firstNotFinite() {
    return firstNotFinite;
  }

  int lastNotFinite() {
    return lastNotFinite;
  }

  /** Whether the last loss is not finite. */
  boolean endsNotFinite() {
    return notFinite > 0 && lastNotFinite == lastIteration;
  }

  /** The last iteration; -1 where there is none. */
  int lastIteration() {
    return lastIteration;
  }
}
