package org.visualizingweights.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;

/**
 * {@code metrics.csv}: one line an epoch. Only lines that end are lines: a writer that was killed
 * in the middle of one leaves a rest that is not read, and that the next writer removes.
 */
final class MetricsFile {
  private static final List<String> COLUMNS =
      List.of("epoch", "train_loss", "valid_loss", "error_rate", "seconds");

  /** Of some hundred thousand epochs. */
  private static final int LARGEST = 32 << 20;

  private static final int MOST_COLUMNS = 1000;

  private final Path file;

  MetricsFile(Path file) {
    this.file = file;
  }

  void append(EpochMetrics row) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      int whole = completeText().getBytes(StandardCharsets.UTF_8).length;
      channel.truncate(whole).position(whole);
      String text = (whole == 0 ? String.join(",", COLUMNS) + "\n" : "") + line(row);
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      throw WholeFile.cannotWrite(file, e);
    }
  }

  /** Removes the rows of later epochs, and whatever is not a whole line. */
  void cutBack(int epochs) {
    try {
      List<String> lines = completeText().lines().toList();
      StringBuilder kept = new StringBuilder();
      int[] places = places(lines);
      for (int i = 0; i < lines.size(); i++) {
        if (i == 0 || parse(places, lines.get(i), i + 1).epoch() <= epochs) {
          kept.append(lines.get(i)).append('\n');
        }
      }
      WholeFile.write(file, out -> out.write(kept.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw WholeFile.cannotWrite(file, e);
    }
  }

  /** The rows in order of their epochs; of an epoch that was run again, the last. */
  List<EpochMetrics> read() {
    try {
      List<String> lines = completeText().lines().toList();
      SortedMap<Integer, EpochMetrics> rows = new TreeMap<>();
      int[] places = places(lines);
      for (int i = 1; i < lines.size(); i++) {
        EpochMetrics row = parse(places, lines.get(i), i + 1);
        rows.put(row.epoch(), row);
      }
      return List.copyOf(rows.values());
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

  private static String line(EpochMetrics row) {
    return String.format(
        Locale.ROOT,
        "%d,%s,%s,%s,%.1f\n",
        row.epoch(),
        row.trainLoss(),
        row.validLoss(),
        row.errorRate(),
        row.seconds());
  }

  /** Columns are found by name, so that a newer version may add some. */
  private static int[] places(List<String> lines) {
    List<String> names =
        lines.isEmpty() ? List.of() : Arrays.asList(lines.get(0).split(",", MOST_COLUMNS));
    return COLUMNS.stream().mapToInt(names::indexOf).toArray();
  }

  private EpochMetrics parse(int[] places, String line, int number) {
    String[] values = line.split(",", MOST_COLUMNS);
    try {
      double[] found = new double[COLUMNS.size()];
      for (int i = 0; i < found.length; i++) {
        found[i] = Double.parseDouble(values[places[i]]);
      }
      return new EpochMetrics((int) found[0], found[1], found[2], found[3], found[4]);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw UserError.unavailable(
          "%s, line %s: \"%.80s\" does not hold the columns %s. Was the file edited?"
              .formatted(file, number, line, String.join(", ", COLUMNS)));
    }
  }
}
