package org.visualizingweights.sweep.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.visualizingweights.sweep.results.Repeats.Standing;

/** {@code summary.csv}: a row a combination, in the order of the plan. */
final class SummaryFile {
  private static final List<String> STATISTICS =
      List.of("mean", "sd", "low95", "high95", "median", "smallest", "largest");

  private SummaryFile() {}

  /**
   * @param keys that vary, the seed not among them
   * @param wide figures that have a median and a range, and no mean
   */
  static String of(List<String> keys, List<Repeats> repeats, Set<LastFigure> wide) {
    CsvText csv = new CsvText();
    csv.add(names(keys));
    repeats.forEach(combination -> csv.add(row(combination, keys, wide)));
    return csv.toString();
  }

  private static List<String> names(List<String> keys) {
    List<String> names = new ArrayList<>(keys);
    names.addAll(List.of("runs", "n"));
    leftOut().forEach(standing -> names.add(standing.column()));
    names.add("diverged");
    for (LastFigure figure : LastFigure.values()) {
      STATISTICS.forEach(statistic -> names.add(figure.column() + "_" + statistic));
    }
    return names;
  }

  /** Why runs are not averaged. */
  private static List<Standing> leftOut() {
    return List.of(Standing.values()).subList(1, Standing.values().length);
  }

  private static List<Object> row(Repeats repeats, List<String> keys, Set<LastFigure> wide) {
    List<Object> row = new ArrayList<>();
    keys.forEach(key -> row.add(repeats.combination().values().getOrDefault(key, "")));
    row.add(repeats.results().size());
    row.add(repeats.counted());
    Map<Standing, Integer> standings = repeats.standings();
    leftOut().forEach(standing -> row.add(standings.getOrDefault(standing, 0)));
    row.add(repeats.diverged());
    for (LastFigure figure : LastFigure.values()) {
      row.addAll(statistics(repeats.sample(figure), wide.contains(figure)));
    }
    return row;
  }

  private static List<OptionalDouble> statistics(Sample sample, boolean wide) {
    DoubleStream ofMean =
        wide
            ? DoubleStream.generate(() -> Double.NaN).limit(4)
            : DoubleStream.of(sample.mean(), sample.deviation(), sample.low(), sample.high());
    return DoubleStream.concat(
            ofMean, DoubleStream.of(sample.median(), sample.smallest(), sample.largest()))
        .mapToObj(SummaryFile::ifKnown)
        .toList();
  }

  /** NaN is what no finite figure comes to. */
  private static OptionalDouble ifKnown(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
