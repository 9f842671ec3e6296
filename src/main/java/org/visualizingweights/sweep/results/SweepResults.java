package org.visualizingweights.sweep.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;
import org.visualizingweights.sweep.plan.Combination;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.plan.SweepManifest;

/** What came of all runs of a sweep, by run and by combination. */
public final class SweepResults {
  private final List<String> keys;
  private final List<RunResult> results;
  private final List<Repeats> repeats;

  private SweepResults(List<String> keys, List<RunResult> results, List<Repeats> repeats) {
    this.keys = List.copyOf(keys);
    this.results = List.copyOf(results);
    this.repeats = List.copyOf(repeats);
  }

  /**
   * The results of a sweep, which may still be going on.
   *
   * @param result of each planned run, which is asked for once
   */
  public static SweepResults of(SweepManifest sweep, Function<PlannedRun, RunResult> result) {
    Map<PlannedRun, RunResult> results = new LinkedHashMap<>();
    sweep.runs().forEach(run -> results.put(run, result.apply(run)));
    return new SweepResults(
        Combination.keys(sweep),
        List.copyOf(results.values()),
        Combination.of(sweep.runs()).stream()
            .map(
                combination ->
                    new Repeats(
                        combination, combination.runs().stream().map(results::get).toList()))
            .toList());
  }

  /** What came of each run, in the order of the plan. */
  public List<RunResult> runs() {
    return results;
  }

  /**
   * Writes both tables, or replaces them.
   *
   * @param resultsFile a row a run
   * @param summaryFile a row a combination
   * @throws UserError if one cannot be written
   */
  public void writeTo(Path resultsFile, Path summaryFile) {
    write(resultsFile, ResultsFile.of(keys, results));
    write(summaryFile, SummaryFile.of(keys, repeats, wide()));
  }

  private static void write(Path file, String text) {
    try {
      WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw WholeFile.cannotWrite(file, e);
    }
  }

  /**
   * The summary for people: a row a combination, below a line that says what its figures are. Lines
   * end with a line feed.
   */
  public String table() {
    return new ConsoleTable(keys, repeats, wide()).toString();
  }

  /** Figures of which, in any combination, repeats are too far apart to have a mean. */
  private Set<LastFigure> wide() {
    Predicate<LastFigure> isWide =
        figure -> repeats.stream().anyMatch(repeat -> repeat.isWide(figure));
    return Arrays.stream(LastFigure.values())
        .filter(isWide)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(LastFigure.class)));
  }
}
