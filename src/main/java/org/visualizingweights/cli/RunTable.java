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

/** The runs that a sweep will have, a row for those that differ in their seeds alone. */
record RunTable(Sweep sweep) {
  /** A screen or two. */
  private static final int SHOWN_ROWS = 100;

  private static final int WIDEST = 60;

  /** Lines of text, the first of them a heading. */
  List<String> lines() {
    List<List<String>> rows = new ArrayList<>();
    List<String> heading = new ArrayList<>(List.of("run"));
    heading.addAll(sweep.varied().stream().filter(key -> !key.equals("seed")).toList());
    heading.add("seed");
    rows.add(heading);
    List<Variant> runs = sweep.runs();
    int combinations = 0;
    for (int from = 0, to; from < runs.size(); from = to) {
      to = from + 1;
      while (to < runs.size() && isRepeat(runs.get(from), runs.get(to))) {
        to++;
      }
      combinations++;
      if (combinations <= SHOWN_ROWS) {
        rows.add(row(from, runs.subList(from, to), heading));
      }
    }
    List<String> lines = aligned(rows);
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
        .filter(value -> !value.getKey().equals("seed"))
        .map(Object::toString)
        .toList();
  }

  private static List<String> row(int before, List<Variant> runs, List<String> heading) {
    int first = before + 1;
    int last = before + runs.size();
    Stream<String> values =
        heading.stream()
            .skip(1)
            .limit(heading.size() - 2L)
            .map(key -> runs.get(0).values().getOrDefault(key, ""));
    return Stream.of(
            Stream.of(first == last ? Count.of(first) : Count.of(first) + "–" + Count.of(last)),
            values.map(RunTable::shortened),
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

  private static List<String> aligned(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    rows.forEach(
        row ->
            IntStream.range(0, widths.length)
                .forEach(i -> widths[i] = Math.max(widths[i], row.get(i).length())));
    return rows.stream()
        .map(
            row ->
                IntStream.range(0, widths.length)
                    .mapToObj(i -> row.get(i) + " ".repeat(widths[i] - row.get(i).length()))
                    .collect(Collectors.joining("  "))
                    .stripTrailing())
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
