package org.visualizingweights.activations;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the captured vertices did at one training step.
 *
 * @param iteration of the whole run, from 0
 * @param epoch from 0
 * @param loss of the step's batch; NaN and infinities are kept as they are
 * @param captures one for each vertex of the settings, in their order
 */
public record Step(int iteration, int epoch, double loss, List<Capture> captures) {
  public Step {
    captures = List.copyOf(captures);
  }

  /**
   * Some steps as one, as if they had been one batch: the values of each vertex pooled, the loss
   * the mean of the finite ones, all else that of the first.
   *
   * @param steps one or more, captured with the same settings
   */
  static Step pooled(List<Step> steps) {
    Step first = steps.get(0);
    double loss =
        steps.stream()
            .mapToDouble(Step::loss)
            .filter(Double::isFinite)
            .average()
            .orElse(first.loss);
    List<Capture> captures =
        IntStream.range(0, first.captures.size())
            .mapToObj(
                i ->
                    steps.stream()
                        .map(step -> VertexSum.of(step.captures.get(i)))
                        .reduce(VertexSum::plus)
                        .orElseThrow()
                        .pooled(first.captures.get(i).vertex()))
            .toList();
    return new Step(first.iteration, first.epoch, loss, captures);
  }
}
