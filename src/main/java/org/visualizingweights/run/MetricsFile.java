package org.visualizingweights.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;

/**
 * {@code metrics.csv}: one line an epoch. Only lines that end are lines: a writer that was killed
 * in the middle of one leaves a rest that is not read, and that the next writer removes. What is
 * not known is empty; files of earlier versions have no {@code last_step}.
 */
final class MetricsFile {
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
      if (whole.isEmpty() || hasAllColumns(whole)) {
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
    SortedMap<Integer, EpochMetrics> rows = new TreeMap<>();
    each(row -> rows.put(row.epoch(), row));
    return rows;
  }

  /**
   * The same in no more than so many rows, of which each has the last figures of several epochs.
   */
  List<EpochMetrics> read(int most) {
    MergedEpochs merged = new MergedEpochs(most);
    each(merged::add);
    return merged.rows();
  }

  /** Hands on each row, in the file's order. */
  void each(Consumer<EpochMetrics> reader) {
    try {
      new MetricsReader(file, planned).read(reader);
    } catch (IOException e) {
      throw UserError.unavailable("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private String completeText() throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    byte[] bytes = SmallFile.read(file, MetricsReader.LARGEST, "the metrics of a run");
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.substring(0, text.lastIndexOf('\n') + 1);
  }

  private static boolean hasAllColumns(String text) {
    return MetricsReader.columns(text.lines().findFirst().orElse(""))
        .containsAll(MetricsReader.COLUMNS);
  }

  private static String header() {
    return String.join(",", MetricsReader.COLUMNS) + "\n";
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
}
