package org.visualizingweights.run;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rows of any number of epochs in no more rows than there is room for. Where epochs are more, a
 * row has the figures of the last of several neighbours, and the last validation among them.
 */
final class MergedEpochs {
  private final int most;
  private SortedMap<Integer, EpochMetrics> rows = new TreeMap<>();

  /** So many epochs to a row, a power of two. */
  private int each = 1;

  /**
   * @param most rows, at least one
   */
  MergedEpochs(int most) {
    this.most = most;
  }

  /** Adds an epoch; one that was run again takes the place of what it was. */
  void add(EpochMetrics row) {
    put(row);
    while (rows.size() > most) {
      each *= 2;
      SortedMap<Integer, EpochMetrics> finer = rows;
      rows = new TreeMap<>();
      finer.values().forEach(this::put);
    }
  }

  private void put(EpochMetrics row) {
    rows.merge((row.epoch() - 1) / each, row, each == 1 ? (before, again) -> again : this::merged);
  }

  private EpochMetrics merged(EpochMetrics one, EpochMetrics other) {
    EpochMetrics later = one.epoch() > other.epoch() ? one : other;
    EpochMetrics earlier = later == one ? other : one;
    Optional<ValidationMetrics> validation = later.validation().or(earlier::validation);
    return validation.map(later::with).orElse(later);
  }

  /** In order. */
  List<EpochMetrics> rows() {
    return List.copyOf(rows.values());
  }
}
