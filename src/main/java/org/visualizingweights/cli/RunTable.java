package org.visualizingweights.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.visualizingweights.Count;
import org.visualizingweights.experiment.Sweep;
import org.visualizingweights.experiment.Sweep.Variant;
import org.visualizingweights.sweep.results.TextTable;

/** The runs that a sweep will have, a row for those that differ in their seeds alone. */
record RunTable(Sweep sweep) {
  private static final String SEED = "seed";

  /** A screen or two. */
  private static final int SHOWN_ROWS = 100;

  private static final int WIDEST = 60;

  /** Lines of text, the first of them a heading. */
  List<String> lines() {
    List<String> keys = sweep.varied().stream().filter(key -> !key.equals(SEED)).toList();
    TextTable table = new TextTable();
    table.texts(List.of("run"));
    table.texts(keys);
    table.texts(List.of(SEED));
    List<Variant> runs = sweep.runs();
    int combinations = 0;
    for (int from = 0, to; from < runs.size(); from = to) {
      to = from + 1;
      while (to < runs.size() && isRepeat(runs.get(from), runs.get(to))) {
        to++;
      }
      combinations++;
      if (combinations <= SHOWN_ROWS) {
        table.add(row(from, runs.subList(from, to), keys));
      }
    }
    List<String> lines = new ArrayList<>(table.toString().lines().toList());
    if (combinations > SHOWN_ROWS) {
      lines.add("and %s more".formatted(Count.of(combinations - SHOWN_ROWS, "row")));
    }
    return lines;
  }

  private static boolean isRepeat(Variant one, Variant other) {
    return one.experiment().withSeed(0).equals(other.experiment().withSeed(0))
        && withoutSeed(one).equals(withoutSeed(other));
  }

  private static List<String> withoutSeed(Variant run) {
    return run.values().entrySet().stream()
        .filter(value -> !value.getKey().equals(SEED))
        .map(Object::toString)
        .toList();
  }

  private static List<String> row(int before, List<Variant> runs, List<String> keys) {
    int first = before + 1;
    int last = before + runs.size();
    return Stream.of(
            Stream.of(first == last ? Count.of(first) : Count.of(first) + "–" + Count.of(last)),
            keys.stream()
                .map(key -> runs.get(0).values().getOrDefault(key, ""))
                .map(RunTable::shortened),
            Stream.of(seeds(runs.stream().mapToLong(run -> run.experiment().seed()).toArray())))
        .flatMap(cells -> cells)
        .toList();
  }

  private static String shortened(String value) {
    return value.length() > WIDEST ? value.substring(0, WIDEST) + "…" : value;
  }

  private static String seeds(long[] seeds) {
    int last = seeds.length - 1;
    boolean follow = IntStream.range(0, last).allMatch(i -> seeds[i + 1] - 1 == seeds[i]);
    if (follow && last > 1) {
      return "%s to %s".formatted(seeds[0], seeds[last]);
    }
    return LongStream.of(seeds).mapToObj(Long::toString).collect(Collectors.joining(", "));
  }
}
