package org.visualizingweights.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.visualizingweights.Count;
import org.visualizingweights.UserError;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Runs;
import org.visualizingweights.sweep.plan.Combination;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.plan.SweepFolder;

/**
 * The runs of a sweep that one page has room for: as many of each combination, its first ones;
 * where there are more combinations than that, one run of some of them, evenly over the sweep.
 *
 * @param shown in the order of the sweep
 * @param leftOut that have begun, and for which there is no room
 * @param remarks why not all are shown, a sentence each
 */
record SweepSelection(
    SweepFolder sweep,
    Map<PlannedRun, RunFolder> shown,
    List<PlannedRun> leftOut,
    List<String> remarks) {

  /**
   * Chooses runs.
   *
   * @param room for how many runs there is, at least one
   * @throws UserError where no run of the sweep can be shown
   */
  static SweepSelection of(SweepFolder sweep, int room) {
    List<String> remarks = new ArrayList<>();
    Map<PlannedRun, RunFolder> begun = begun(sweep, remarks);
    if (begun.isEmpty()) {
      throw UserError.unavailable(
          "No run of %s can be shown. %s".formatted(sweep.path(), String.join(" ", remarks)));
    }
    List<List<PlannedRun>> combinations =
        Combination.of(List.copyOf(begun.keySet())).stream().map(Combination::runs).toList();
    Set<PlannedRun> chosen = new HashSet<>(chosen(combinations, room));
    Map<PlannedRun, RunFolder> shown = new LinkedHashMap<>(begun);
    shown.keySet().retainAll(chosen);
    List<PlannedRun> leftOut =
        begun.keySet().stream().filter(run -> !chosen.contains(run)).toList();
    if (!leftOut.isEmpty()) {
      remarks.add(0, choice(begun.size(), combinations.size(), shown.size(), room));
    }
    return new SweepSelection(sweep, shown, leftOut, remarks);
  }

  /** Those that there is something to show of, in the order of the sweep. */
  private static Map<PlannedRun, RunFolder> begun(SweepFolder sweep, List<String> remarks) {
    Map<PlannedRun, RunFolder> begun = new LinkedHashMap<>();
    int missing = 0;
    for (PlannedRun run : sweep.manifest().runs()) {
      if (!Runs.isRun(sweep.of(run))) {
        missing++;
        continue;
      }
      readable(sweep, run, remarks).ifPresent(folder -> begun.put(run, folder));
    }
    if (missing > 0) {
      remarks.add("%s not begun.".formatted(Count.of(missing, "run has", "runs have")));
    }
    return begun;
  }

  private static Optional<RunFolder> readable(
      SweepFolder sweep, PlannedRun run, List<String> remarks) {
    return UserError.attempt(
        () -> {
          RunFolder folder = RunFolder.open(sweep.of(run));
          folder.manifest();
          return folder;
        },
        why -> remarks.add(run.folder() + " cannot be read."));
  }

  private static List<PlannedRun> chosen(List<List<PlannedRun>> combinations, int room) {
    int count = combinations.size();
    if (count > room) {
      return IntStream.range(0, room)
          .map(i -> room == 1 ? 0 : i * (count - 1) / (room - 1))
          .mapToObj(i -> combinations.get(i).get(0))
          .toList();
    }
    int each = 1;
    while (first(combinations, each + 1).size() <= room
        && first(combinations, each + 1).size() > first(combinations, each).size()) {
      each++;
    }
    return first(combinations, each);
  }

  /** The first so many runs of each combination. */
  private static List<PlannedRun> first(List<List<PlannedRun>> combinations, int each) {
    return combinations.stream().flatMap(runs -> runs.stream().limit(each)).toList();
  }

  private static String choice(int begun, int combinations, int shown, int room) {
    String which =
        combinations > room
            ? "one run each of %s combinations, evenly over the %s of the sweep"
                .formatted(shown, Count.of(combinations))
            : "as many of each combination as there is room for, its first ones";
    return "%s of %s are shown: %s. For others, name their folders instead of the sweep's."
        .formatted(shown, Count.of(begun, "run"), which);
  }
}
