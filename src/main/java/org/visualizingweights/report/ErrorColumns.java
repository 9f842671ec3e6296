package org.visualizingweights.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The columns with error rates in a table of runs: one for each epoch, or, where these are too many
 * to be read, one for the last.
 *
 * @param epochs whose error rates are told; 0 where it is the last that is
 */
record ErrorColumns(List<Integer> epochs) {
  private static final int MOST = 20;
  private static final int LAST = 0;

  static ErrorColumns of(List<ReportedRun> runs) {
    int last = runs.stream().mapToInt(ReportedRun::lastEpochWithError).max().orElse(0);
    return new ErrorColumns(
        last > MOST ? List.of(LAST) : IntStream.rangeClosed(1, last).boxed().toList());
  }

  /** Their names. */
  List<String> columns() {
    return epochs.stream()
        .map(epoch -> epoch == LAST ? "last error" : "error, epoch " + epoch)
        .toList();
  }

  /** What a run has in them. */
  List<String> of(ReportedRun run) {
    return epochs.stream()
        .map(epoch -> run.error(epoch == LAST ? run.lastEpochWithError() : epoch))
        .toList();
  }
}
