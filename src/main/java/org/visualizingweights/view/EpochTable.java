package org.visualizingweights.view;

import java.util.List;
import java.util.OptionalDouble;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.RunFolder;

/** A row for each epoch that ended at a step of a span: {@code metrics.csv}, however long it is. */
final class EpochTable {
  private static final List<String> COLUMNS =
      List.of("epoch", "last_step", "train_loss", "valid_loss", "error_rate", "seconds");

  private EpochTable() {}

  /**
   * The table of a span of iterations, read while it is written.
   *
   * @throws org.visualizingweights.UserError where the file cannot be read
   */
  static Answer.Body of(RunFolder run, Table.Format format, int from, int to) {
    run.metrics(1); // what is wrong with the file is to be told before the table begins
    return out -> {
      try (Table table = format.open(out, COLUMNS)) {
        run.eachEpoch(
            epoch -> {
              if (epoch.lastStep() >= from && epoch.lastStep() <= to) {
                table.add(row(epoch));
              }
            });
      }
    };
  }

  private static List<Object> row(EpochMetrics epoch) {
    return List.of(
        epoch.epoch(),
        epoch.lastStep(),
        epoch.trainLoss(),
        known(epoch.validLoss()),
        known(epoch.errorRate()),
        epoch.seconds());
  }

  private static Object known(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : "";
  }
}
