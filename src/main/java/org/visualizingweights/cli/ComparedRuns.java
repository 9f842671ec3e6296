package org.visualizingweights.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.visualizingweights.Count;
import org.visualizingweights.UserError;
import org.visualizingweights.UtcTime;
import org.visualizingweights.report.Comparison;
import org.visualizingweights.report.Report;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Runs;
import org.visualizingweights.sweep.plan.Combination;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.plan.SweepFolder;

/** The runs that people mean by some folders; those of a combination of a sweep are together. */
final class ComparedRuns {
  private final Map<String, List<Comparison.Item>> groups = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<Path> leftOut = new ArrayList<>();
  private final boolean oneSweep;
  private Optional<String> title = Optional.empty();

  /**
   * What a path stands for.
   *
   * @param sweep all of it where there is no run, and else that which the run is of, if it is of
   *     one
   */
  private record Given(Optional<SweepFolder> sweep, Optional<RunFolder> run) {
    static Given of(Path path) {
      Optional<SweepFolder> meant = Runs.isRun(path) ? Optional.empty() : SweepFolder.find(path);
      return meant
          .map(sweep -> new Given(Optional.of(sweep), Optional.empty()))
          .orElseGet(() -> of(RunFolder.open(normal(Runs.resolve(path).path()))));
    }

    private static Given of(RunFolder run) {
      Path parent = normal(run.path()).getParent();
      return new Given(
          Optional.ofNullable(parent)
              .filter(SweepFolder::isSweep)
              .flatMap(folder -> UserError.attempt(() -> SweepFolder.open(folder), why -> {}))
              .filter(sweep -> sweep.planOf(run.path()).isPresent()),
          Optional.of(run));
    }

    Path path() {
      return normal(run.map(RunFolder::path).orElseGet(() -> sweep.orElseThrow().path()));
    }
  }

  /**
   * @param folders of runs and of sweeps, or folders that stand for the newest in them
   * @throws UserError where there is none, or there are more than one page has room for
   */
  ComparedRuns(List<Path> folders) {
    Map<Path, Given> given = new LinkedHashMap<>();
    folders.stream().map(Given::of).forEach(one -> given.putIfAbsent(one.path(), one));
    Set<Optional<Path>> from = new LinkedHashSet<>();
    given.values().forEach(one -> from.add(one.sweep().map(sweep -> normal(sweep.path()))));
    oneSweep = from.size() == 1 && from.iterator().next().isPresent();
    long sweeps = given.values().stream().filter(one -> one.run().isEmpty()).count();
    long room = (Report.MAX_RUNS - (given.size() - sweeps)) / Math.max(1, sweeps);
    if (sweeps > 0 && room < 1) {
      throw UserError.badInput(
          "%s and %s were given; one file can compare 1 to %s runs."
              .formatted(
                  Count.of(given.size() - sweeps, "run"),
                  Count.of(sweeps, "sweep"),
                  Report.MAX_RUNS));
    }
    given.values().forEach(one -> add(one, (int) room));
    if (oneSweep) {
      SweepFolder sweep = given.values().iterator().next().sweep().orElseThrow();
      title =
          Optional.of(
              "%s, sweep of %s"
                  .formatted(sweep.manifest().name(), UtcTime.of(sweep.manifest().started())));
      Optional.of(sweep.manifest().description())
          .filter(text -> !text.isBlank())
          .ifPresent(text -> remarks.add(0, text));
    }
  }

  private static Path normal(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private void add(Given given, int room) {
    if (given.run().isEmpty()) {
      add(given.sweep().orElseThrow(), room);
      return;
    }
    RunFolder run = given.run().orElseThrow();
    given
        .sweep()
        .ifPresentOrElse(
            sweep -> add(sweep, sweep.planOf(run.path()).orElseThrow(), run),
            () -> item("", new Comparison.Item(Optional.empty(), run)));
  }

  private void add(SweepFolder sweep, int room) {
    SweepSelection selection = SweepSelection.of(sweep, room);
    selection.shown().forEach((plan, run) -> add(sweep, plan, run));
    selection
        .remarks()
        .forEach(text -> remarks.add(oneSweep ? text : sweep.manifest().name() + ": " + text));
    selection.leftOut().forEach(run -> leftOut.add(sweep.of(run)));
  }

  private void add(SweepFolder sweep, PlannedRun plan, RunFolder run) {
    String label = Combination.of(List.of(plan)).get(0).label();
    String name = sweep.manifest().name();
    String heading = oneSweep ? label : label.isEmpty() ? name : name + ": " + label;
    item(heading, new Comparison.Item(Optional.of("seed " + plan.seed()), run));
  }

  private void item(String heading, Comparison.Item item) {
    groups.computeIfAbsent(heading, none -> new ArrayList<>()).add(item);
  }

  /** What the page shows. */
  Comparison comparison() {
    return new Comparison(
        title,
        remarks,
        leftOut.stream().map(run -> run.getFileName().toString()).toList(),
        groups.entrySet().stream()
            .map(group -> new Comparison.RunGroup(heading(group.getKey()), group.getValue()))
            .toList());
  }

  /** Below the heading of others, runs without one would seem to be of these. */
  private String heading(String common) {
    return common.isEmpty() && groups.size() > 1 ? "other runs" : common;
  }

  /** The folders of runs for which there is no room. */
  List<Path> leftOut() {
    return leftOut;
  }
}
