package org.visualizingweights.view;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureReader;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.Figure;
import org.visualizingweights.activations.Magnitudes;
import org.visualizingweights.activations.PowerCounts;
import org.visualizingweights.activations.Step;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.RunFolder;

/** A row for each vertex at each captured step, with all counts. */
final class ActivationTable {
  private static final List<String> STEP = List.of("iteration", "epoch", "loss", "vertex");
  private static final List<Figure> FIGURES = Figure.ofTables();

  /** Sign and power of two, and the count of the values from there to the next power. */
  private static final String MAGNITUDES = "magnitudes";

  private ActivationTable() {}

  /**
   * The table of a span of iterations, read while it is written.
   *
   * @throws UserError where the storage cannot be read
   */
  static Answer.Body of(RunFolder run, Table.Format format, int from, int to) {
    CaptureReader.open(run.storageFile()).close();
    int epochs = UserError.attempt(() -> epochs(run), why -> {}).orElse(Integer.MAX_VALUE);
    return out -> {
      try (CaptureReader reader = CaptureReader.open(run.storageFile());
          Table table = format.open(out, columns(reader.settings()))) {
        reader.read(from, to, step -> add(step, epochs, table));
      }
    };
  }

  /** How many epochs there are: as many as steps are of, unless nobody planned any. */
  private static int epochs(RunFolder run) {
    return run.manifest().progress().hasPlan() ? Integer.MAX_VALUE : lastEpoch(run);
  }

  private static int lastEpoch(RunFolder run) {
    return run.metrics(1).stream().mapToInt(EpochMetrics::epoch).max().orElse(0);
  }

  /** The names of its columns. */
  static List<String> columns(CaptureSettings settings) {
    List<String> columns = new ArrayList<>(STEP);
    FIGURES.forEach(figure -> columns.add(Json.name(figure)));
    for (int i = 0; i < settings.bins(); i++) {
      columns.add("bin %s to %s".formatted(edge(settings, i), edge(settings, i + 1)));
    }
    columns.add(MAGNITUDES);
    return columns;
  }

  /** Without the last digits, which come of rounding. */
  private static double edge(CaptureSettings settings, int bin) {
    return BigDecimal.valueOf(settings.edge(bin)).round(new MathContext(14)).doubleValue();
  }

  /** A step that is of none of so many epochs has none in the table. */
  private static void add(Step step, int epochs, Table table) {
    Object epoch = step.epoch() < epochs ? step.epoch() + 1 : "";
    step.captures().forEach(capture -> table.add(row(step, epoch, capture)));
  }

  private static List<Object> row(Step step, Object epoch, Capture capture) {
    List<Object> row = new ArrayList<>();
    row.addAll(List.of(step.iteration(), epoch, step.loss(), capture.vertex()));
    FIGURES.forEach(figure -> row.add(figure.of(capture).<Object>map(x -> x).orElse("")));
    LongStream.of(capture.bins()).forEach(row::add);
    row.add(inWords(capture.magnitudes()));
    return row;
  }

  /** As in {@code -2^3:7 0:100 2^-5:12}: seven values from -16 to -8, and so on. */
  private static String inWords(Magnitudes magnitudes) {
    List<String> pairs = new ArrayList<>();
    PowerCounts negative = magnitudes.negative();
    PowerCounts positive = magnitudes.positive();
    for (int power = negative.end() - 1; power >= negative.first(); power--) {
      add(pairs, "-2^" + power, negative.at(power));
    }
    add(pairs, "0", magnitudes.tiny());
    for (int power = positive.first(); power < positive.end(); power++) {
      add(pairs, "2^" + power, positive.at(power));
    }
    return String.join(" ", pairs);
  }

  private static void add(List<String> pairs, String label, long count) {
    if (count > 0) {
      pairs.add(label + ":" + count);
    }
  }
}
