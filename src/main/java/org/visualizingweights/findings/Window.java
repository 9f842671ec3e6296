package org.visualizingweights.findings;

import java.util.Optional;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.VertexSum;

/**
 * What a vertex did at some captured steps, taken together, so that batches' chance averages out.
 */
final class Window {
  private Optional<VertexSum> sum = Optional.empty();
  private int steps;
  private int first;
  private int last;

  void add(int iteration, Capture capture) {
    first = steps == 0 ? iteration : first;
    last = iteration;
    steps++;
    VertexSum step = VertexSum.of(capture);
    sum = Optional.of(sum.map(before -> before.plus(step)).orElse(step));
  }

  int steps() {
    return steps;
  }

  /** The first iteration. */
  int first() {
    return first;
  }

  /** The last iteration. */
  int last() {
    return last;
  }

  /** What there was at all of its steps; there is at least one. */
  VertexSum sum() {
    return sum.orElseThrow();
  }
}
