package org.visualizingweights.view;

import java.util.List;
import java.util.stream.Stream;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.Step;

/**
 * One or more captured steps, added up. Columns can be added up further, in any grouping: the
 * counts are the same as if all steps had been counted at once.
 */
final class Column {
  private final int start;
  private final LossSum loss = new LossSum();
  private final List<VertexSum> vertices;
  private int steps;

  /**
   * An empty column.
   *
   * @param start the first iteration that belongs to it, captured or not
   */
  Column(int start, CaptureSettings settings) {
    this.start = start;
    this.vertices =
        Stream.generate(() -> new VertexSum(settings.bins()))
            .limit(settings.vertices().size())
            .toList();
  }

  /** Adds a step, which was captured with the column's settings. */
  void add(Step step) {
    steps++;
    loss.add(step.loss());
    for (int i = 0; i < vertices.size(); i++) {
      vertices.get(i).add(step.captures().get(i));
    }
  }

  void add(Column other) {
    steps += other.steps;
    loss.add(other.loss);
    for (int i = 0; i < vertices.size(); i++) {
      vertices.get(i).add(other.vertices.get(i));
    }
  }

  int start() {
    return start;
  }

  /** Captured steps in it. */
  int steps() {
    return steps;
  }

  LossSum loss() {
    return loss;
  }

  /** In the order of the settings. */
  List<VertexSum> vertices() {
    return vertices;
  }
}
