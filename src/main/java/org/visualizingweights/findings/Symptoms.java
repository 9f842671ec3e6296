package org.visualizingweights.findings;

import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Whether a run broke, and how, in numbers: what is told apart by them stays comparable from run to
 * run. Steps are iterations from 0; a run of which not every step is captured tells of those that
 * are.
 *
 * @param outcome how training went
 * @param notFiniteStep the first step at which the loss or an activation was NaN or infinite
 * @param explodedStep the first step at which the activations of any vertex had exploded; empty
 *     where none did, and in a network that learns all the same
 * @param largestGrowth how many times as large as at the first step activations became, in the
 *     vertex in which they grew most; empty where nothing was captured
 * @param deadChannels the share of dead channels at the end in those of all captured vertices;
 *     empty where no channels were counted
 */
public record Symptoms(
    Outcome outcome,
    OptionalInt notFiniteStep,
    OptionalInt explodedStep,
    OptionalDouble largestGrowth,
    OptionalDouble deadChannels) {

  /** Of a run of which nothing is known. */
  public static final Symptoms NONE =
      new Symptoms(
          Outcome.UNKNOWN,
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());

  static Symptoms of(Evidence evidence) {
    LossSummary loss = evidence.loss();
    IntStream ofLoss =
        loss.notFinite() > 0 ? IntStream.of(loss.firstNotFinite()) : IntStream.empty();
    return new Symptoms(
        evidence.outcome(),
        IntStream.concat(ofLoss, steps(evidence, VertexSummary::firstNotFinite)).min(),
        evidence.failed()
            ? steps(evidence, VertexSummary::firstExploded).min()
            : OptionalInt.empty(),
        evidence.vertices().stream()
            .map(VertexSummary::growth)
            .filter(growth -> !growth.isNaN())
            .max(Comparator.naturalOrder())
            .map(OptionalDouble::of)
            .orElse(OptionalDouble.empty()),
        deadChannels(evidence));
  }

  private static IntStream steps(Evidence evidence, Function<VertexSummary, OptionalInt> step) {
    return evidence.vertices().stream().flatMapToInt(vertex -> step.apply(vertex).stream());
  }

  private static OptionalDouble deadChannels(Evidence evidence) {
    double dead = 0;
    long all = 0;
    for (VertexSummary vertex : evidence.vertices()) {
      long channels = vertex.latest().sum().channels();
      dead += channels * vertex.latest().sum().shareOfDeadChannels();
      all += channels;
    }
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(dead / all);
  }
}
