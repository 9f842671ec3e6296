package org.visualizingweights.run;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.visualizingweights.UserError;

/**
 * Reads the rows of {@code metrics.csv} one by one. Columns are found by their names, so that a
 * newer version may add some.
 */
final class MetricsReader {
  static final String EPOCH = "epoch";
  static final String TRAIN_LOSS = "train_loss";
  static final String VALID_LOSS = "valid_loss";
  static final String ERROR_RATE = "error_rate";
  static final String SECONDS = "seconds";
  static final String LAST_STEP = "last_step";
  static final List<String> COLUMNS =
      List.of(EPOCH, TRAIN_LOSS, VALID_LOSS, ERROR_RATE, SECONDS, LAST_STEP);

  /** Bytes of a file: those of about a million epochs. */
  static final int LARGEST = 32 << 20;

  private static final int MOST_COLUMNS = 1000;

  private final Path file;
  private final Supplier<Progress> planned;
  private List<String> columns = List.of();
  private Optional<Progress> plan = Optional.empty();
  private int number;

  /**
   * @param planned of the run, by which the last steps of epochs follow that do not say theirs
   */
  MetricsReader(Path file, Supplier<Progress> planned) {
    this.file = file;
    this.planned = planned;
  }

  /**
   * Hands on each row, in the file's order, in which an epoch that was run again comes again. A
   * last line that does not end is none.
   *
   * @throws UserError if a line is not what it should be, or the file is too large
   */
  void read(Consumer<EpochMetrics> reader) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (InputStream in =
        new BufferedInputStream(SmallFile.open(file, LARGEST, "the metrics of a run"))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == '\n') {
          take(line.toString(StandardCharsets.ISO_8859_1), reader);
          line.reset();
        } else if (next != '\r') {
          line.write(next);
        }
      }
    }
  }

  private void take(String line, Consumer<EpochMetrics> reader) {
    number++;
    if (number == 1) {
      columns = columns(line);
    } else {
      reader.accept(row(line));
    }
  }

  /** The names of the columns. */
  static List<String> columns(String firstLine) {
    return Arrays.asList(firstLine.split(",", MOST_COLUMNS));
  }

  private EpochMetrics row(String line) {
    String[] values = line.split(",", MOST_COLUMNS);
    try {
      int epoch = (int) value(EPOCH, values);
      OptionalDouble validLoss = optional(VALID_LOSS, values);
      OptionalDouble errorRate = optional(ERROR_RATE, values);
      OptionalDouble lastStep = optional(LAST_STEP, values);
      return new EpochMetrics(
          epoch,
          lastStep.isPresent() ? (int) lastStep.getAsDouble() : lastPlanned(epoch),
          value(TRAIN_LOSS, values),
          validLoss.stream().mapToObj(loss -> new ValidationMetrics(loss, errorRate)).findFirst(),
          value(SECONDS, values));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw UserError.unavailable(
          "%s, line %s: \"%.80s\" does not hold the columns %s. Was the file edited?"
              .formatted(file, number, line, String.join(", ", COLUMNS)));
    }
  }

  private double value(String column, String[] values) {
    return Double.parseDouble(values[columns.indexOf(column)]);
  }

  private OptionalDouble optional(String column, String[] values) {
    boolean known = columns.contains(column) && !values[columns.indexOf(column)].isEmpty();
    return known ? OptionalDouble.of(value(column, values)) : OptionalDouble.empty();
  }

  private int lastPlanned(int epoch) {
    plan = plan.or(() -> Optional.of(planned.get()));
    long last = (long) epoch * plan.get().stepsPerEpoch() - 1;
    return (int) Math.min(last, Integer.MAX_VALUE);
  }
}
