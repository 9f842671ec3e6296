package org.visualizingweights.sweep.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.visualizingweights.Count;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.sweep.results.Repeats.Standing;

/**
 * The summary of a sweep as text: all figures beside each other where that is no wider than {@link
 * #WIDTH}, and else below each other.
 */
final class ConsoleTable {
  /** Columns of a terminal. */
  static final int WIDTH = 100;

  /** Of more combinations, the file is easier to read. */
  static final int MOST_ROWS = 60;

  private final List<String> keys;
  private final List<Repeats> repeats;
  private final Set<LastFigure> wide;

  /** Those that any run has. */
  private final List<LastFigure> figures;

  /**
   * @param keys that vary, the seed not among them
   * @param wide figures that have a median and a range, and no mean
   */
  ConsoleTable(List<String> keys, List<Repeats> repeats, Set<LastFigure> wide) {
    this.keys = keys;
    this.repeats = repeats;
    this.wide = wide;
    this.figures =
        Arrays.stream(LastFigure.values())
            .filter(figure -> repeats.stream().anyMatch(row -> row.sample(figure).n() > 0))
            .toList();
  }

  @Override
  public String toString() {
    TextTable all = table(figures);
    String tables =
        figures.isEmpty() || all.width() <= WIDTH
            ? all.toString()
            : figures.stream()
                .map(figure -> table(List.of(figure)).toString())
                .collect(Collectors.joining("\n"));
    return String.join("\n", heading()) + "\n\n" + tables + notes();
  }

  private List<String> heading() {
    if (figures.isEmpty()) {
      return List.of("No run has finished with finite figures.");
    }
    List<LastFigure> averaged = figures.stream().filter(f -> !wide.contains(f)).toList();
    List<LastFigure> others = figures.stream().filter(wide::contains).toList();
    List<String> lines = new ArrayList<>();
    lines.add(when() + ", over n seeds:");
    if (!averaged.isEmpty()) {
      lines.add(names(averaged) + ": mean ± half-width of the 95 % interval of the mean (sd)");
    }
    if (!others.isEmpty()) {
      lines.add(names(others) + ", over decades: median (smallest to largest)");
    }
    return lines;
  }

  private static String names(List<LastFigure> figures) {
    return figures.stream()
        .map(figure -> figure.title().replace(", %", ""))
        .collect(Collectors.joining(", "));
  }

  private String when() {
    Set<Integer> last =
        repeats.stream()
            .flatMap(row -> row.results().stream())
            .flatMap(result -> result.lastEpoch().stream())
            .map(EpochMetrics::epoch)
            .collect(Collectors.toSet());
    return last.size() == 1
        ? "After epoch " + last.iterator().next()
        : "After the last epoch of each run";
  }

  private TextTable table(List<LastFigure> shown) {
    boolean anyLeftOut = repeats.stream().anyMatch(row -> row.counted() < row.results().size());
    boolean anyDiverged = repeats.stream().anyMatch(row -> row.diverged() > 0);
    TextTable table = new TextTable();
    table.texts(keys);
    table.numbers(List.of("n"));
    table.numbers(shown.stream().map(LastFigure::title).toList());
    table.numbers(anyDiverged ? List.of("diverged") : List.of());
    table.texts(anyLeftOut ? List.of("not averaged") : List.of());
    for (Repeats row : repeats.subList(0, Math.min(MOST_ROWS, repeats.size()))) {
      int runs = row.results().size();
      table.add(
          Stream.of(
                  keys.stream().map(key -> row.combination().values().getOrDefault(key, "")),
                  Stream.of(row.counted() + " of " + runs),
                  shown.stream().map(figure -> figure(row, figure)),
                  Stream.of(row.diverged() + " of " + runs).filter(cell -> anyDiverged),
                  Stream.of(notAveraged(row)).filter(cell -> anyLeftOut))
              .flatMap(cells -> cells)
              .toList());
    }
    return table;
  }

  private String figure(Repeats row, LastFigure figure) {
    Sample sample = row.sample(figure);
    return wide.contains(figure) ? Rounded.median(sample) : Rounded.mean(sample, figure.times());
  }

  private static String notAveraged(Repeats row) {
    return row.standings().entrySet().stream()
        .filter(entry -> entry.getKey() != Standing.COUNTED)
        .map(
            (Map.Entry<Standing, Integer> entry) -> entry.getValue() + " " + entry.getKey().words())
        .collect(Collectors.joining(", "));
  }

  private String notes() {
    StringBuilder notes = new StringBuilder();
    if (repeats.size() > MOST_ROWS) {
      notes.append(
          "and %s more: all are in summary.csv\n"
              .formatted(Count.of(repeats.size() - MOST_ROWS, "combination")));
    }
    if (repeats.stream().anyMatch(row -> row.counted() == 1)) {
      notes.append("One run alone does not tell how far others would be from it.\n");
    }
    if (repeats.stream().anyMatch(this::leadsOut)) {
      notes.append(
          "An interval below 0, or of an error rate above 100 %, is not cut: so few seeds, so far"
              + " apart\ntell little.\n");
    }
    return notes.isEmpty() ? "" : "\n" + notes;
  }

  /** Whether an interval reaches where no such figure can be. */
  private boolean leadsOut(Repeats row) {
    Sample errors = row.sample(LastFigure.ERROR_RATE);
    return errors.high() > 1
        || figures.stream()
            .filter(figure -> !wide.contains(figure))
            .map(row::sample)
            .anyMatch(sample -> sample.smallest() >= 0 && sample.low() < 0);
  }
}
