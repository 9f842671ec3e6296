package org.visualizingweights.findings;

import java.util.List;
import org.visualizingweights.run.EpochMetrics;

/**
 * What the files of a run say, summed up.
 *
 * @param vertices that were captured, first layers first; empty where none were
 * @param groups of layers with weights, first layers first; empty where nothing was recorded of
 *     them
 * @param epochs that are over
 * @param randomStart whether training started from random weights
 */
record Evidence(
    List<VertexSummary> vertices,
    LossSummary loss,
    List<GroupWeights> groups,
    List<EpochMetrics> epochs,
    boolean randomStart) {

  /** How training went. */
  enum Outcome {
    /** No epoch is over yet. */
    UNKNOWN,
    LEARNED,
    /** The error rate is high, and the loss about what it was at the start, or not much below. */
    NOTHING_LEARNED,
    /** The loss is far above that of the start, or not finite. */
    DIVERGED
  }

  /** A loss that is so many times that of the first step has diverged. */
  static final double DIVERGED = 2;

  /** A network that makes more mistakes than this, */
  static final double MANY_MISTAKES = 0.5;

  /** and whose loss is above this part of the first step's, has learned nothing. */
  static final double NOTHING_LEARNED = 0.5;

  Outcome outcome() {
    boolean unknown = epochs.isEmpty();
    boolean bad = unknown || !(epochs.get(epochs.size() - 1).errorRate() <= MANY_MISTAKES);
    double growth = loss.latest() / loss.first();
    if (loss.endsNotFinite() || bad && growth >= DIVERGED) {
      return Outcome.DIVERGED;
    }
    if (unknown) {
      return Outcome.UNKNOWN;
    }
    return bad && !(growth <= NOTHING_LEARNED) ? Outcome.NOTHING_LEARNED : Outcome.LEARNED;
  }

  boolean failed() {
    return outcome() == Outcome.DIVERGED || outcome() == Outcome.NOTHING_LEARNED;
  }

  /** The severity of what is harmless as long as a network learns. */
  Severity severity() {
    return failed() ? Severity.WARNING : Severity.NOTE;
  }
}
