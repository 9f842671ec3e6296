package org.visualizingweights.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;

/**
 * {@code metrics.csv}: one line an epoch. Only lines that end are lines: a writer that was killed
 * in the middle of one leaves a rest that is not read, and that the next writer removes. What is
 * not known is empty; files of earlier versions have no {@code last_step}.
 */
final class MetricsFile {
  private static final String LAST_STEP = "last_step";
  private static final String VALID_LOSS = "valid_loss";
  private static final String ERROR_RATE = "error_rate";
  private static final List<String> COLUMNS =
      List.of("epoch", "train_loss", VALID_LOSS, ERROR_RATE, "seconds", LAST_STEP);

  /** Of some hundred thousand epochs. */
  private static final int LARGEST = 32 << 20;

  private static final int MOST_COLUMNS = 1000;

  private final Path file;
  private final Supplier<Progress> planned;

  /**
   * @param planned of the run, by which the last steps of epochs follow that do not say theirs
   */
  MetricsFile(Path file, Supplier<Progress> planned) {
    this.file = file;
    this.planned = planned;
  }

  void append(EpochMetrics row) {
    try {
      String whole = completeText();
      if (whole.isEmpty() || columns(whole).containsAll(COLUMNS)) {
        append(whole, row);
        return;
      }
    } catch (IOException e) {
      throw WholeFile.cannotWrite(file, e);
    }
    put(row); // an earlier version has begun the file
  }

  private void append(String whole, EpochMetrics row) throws IOException {
    byte[] lines = ((whole.isEmpty() ? header() : "") + line(row)).getBytes(StandardCharsets.UTF_8);
    // No channel: on a thread that is interrupted it would close itself.
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      int length = whole.getBytes(StandardCharsets.UTF_8).length;
      out.setLength(length);
      out.seek(length);
      out.write(lines);
      out.getFD().sync();
    }
  }

  /** Adds a row, or puts it in the place of that of its epoch, so that nobody sees a part. */
  void put(EpochMetrics row) {
    SortedMap<Integer, EpochMetrics> rows = rows();
    rows.put(row.epoch(), row);
    write(rows);
  }

  /** Removes the rows of later epochs, and whatever is not a whole line. */
  void cutBack(int epochs) {
    write(rows().headMap(epochs + 1));
  }

  private void write(SortedMap<Integer, EpochMetrics> rows) {
    StringBuilder text = new StringBuilder(header());
    rows.values().forEach(row -> text.append(line(row)));
    try {
      WholeFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw WholeFile.cannotWrite(file, e);
    }
  }

  /** The rows in order of their epochs; of an epoch that was run again, the last. */
  List<EpochMetrics> read() {
    return List.copyOf(rows().values());
  }

  private SortedMap<Integer, EpochMetrics> rows() {
    try {
      SortedMap<Integer, EpochMetrics> rows = new TreeMap<>();
      String text = completeText();
      List<String> lines = text.lines().toList();
      Parser parser = new Parser(columns(text));
      for (int i = 1; i < lines.size(); i++) {
        EpochMetrics row = parser.parse(lines.get(i), i + 1);
        rows.put(row.epoch(), row);
      }
      return rows;
    } catch (IOException e) {
      throw UserError.unavailable("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private String completeText() throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    byte[] bytes = SmallFile.read(file, LARGEST, "the metrics of a run");
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.substring(0, text.lastIndexOf('\n') + 1);
  }

  private static String header() {
    return String.join(",", COLUMNS) + "\n";
  }

  private static String line(EpochMetrics row) {
    return String.format(
        Locale.ROOT,
        "%d,%s,%s,%s,%.1f,%d\n",
        row.epoch(),
        row.trainLoss(),
        text(row.validLoss()),
        text(row.errorRate()),
        row.seconds(),
        row.lastStep());
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? String.valueOf(value.getAsDouble()) : "";
  }

  /** The names of the columns. */
  private static List<String> columns(String text) {
    return text.lines()
        .findFirst()
        .map(line -> Arrays.asList(line.split(",", MOST_COLUMNS)))
        .orElse(List.of());
  }

  /** Finds columns by name, so that a newer version may add some. */
  private final class Parser {
    private final List<String> columns;
    private Optional<Progress> plan = Optional.empty();

    Parser(List<String> columns) {
      this.columns = columns;
    }

    EpochMetrics parse(String line, int number) {
      String[] values = line.split(",", MOST_COLUMNS);
      try {
        int epoch = (int) value("epoch", values);
        OptionalDouble validLoss = optional(VALID_LOSS, values);
        OptionalDouble errorRate = optional(ERROR_RATE, values);
        OptionalDouble lastStep = optional(LAST_STEP, values);
        return new EpochMetrics(
            epoch,
            lastStep.isPresent() ? (int) lastStep.getAsDouble() : lastPlanned(epoch),
            value("train_loss", values),
            validLoss.stream().mapToObj(loss -> new ValidationMetrics(loss, errorRate)).findFirst(),
            value("seconds", values));
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
}
