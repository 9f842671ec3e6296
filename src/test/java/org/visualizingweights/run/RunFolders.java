package org.visualizingweights.run;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Makes folders of runs that are not run, with the least that a manifest can say. */
public final class RunFolders {
  private RunFolders() {}

  /** The folder of a run that says that it goes on in this process, which has no lock on it. */
  public static RunFolder create(Path runs, String experiment, Instant start) {
    return RunFolder.create(runs, manifest(experiment, Map.of(), start), files(experiment));
  }

  /** The same at a path, of these keys and values. */
  public static RunFolder createAt(Path folder, Map<String, String> overrides) {
    return RunFolder.createAt(folder, manifest("a", overrides, Instant.EPOCH), files("a"));
  }

  /** Leaves a folder as a run does that has done all it was to do, of one epoch and one step. */
  public static void finish(RunFolder folder) {
    folder.cutBackMetrics(0);
    folder.append(new EpochMetrics(1, 0, 0.5, 0.25, 0.125, 1));
    RunFolder.replace(folder.reportFile(), "report");
    RunFolder.replace(folder.charts().resolve("strips.png"), "chart");
    folder.write(folder.manifest().with(Results.MADE).finished(Instant.EPOCH));
  }

  /** Leaves a folder as a run does that its own rule has ended. */
  public static void stop(RunFolder folder, String why) {
    folder.write(folder.manifest().stopped(why, Instant.EPOCH));
  }

  private static Manifest manifest(
      String experiment, Map<String, String> overrides, Instant start) {
    return Manifest.start(
        new ExperimentSummary(experiment, "", "0.01", overrides, 42),
        Map.of(),
        Progress.planned(1, 1),
        "CPU",
        new Versions("1.0", Optional.empty(), "1.0.0-M2.1", "17", "Linux"),
        new Machine("a CPU", 2, 2, 1L << 34),
        start);
  }

  private static Map<String, String> files(String experiment) {
    return Map.of(RunFolder.EXPERIMENT, "name: " + experiment + "\n");
  }
}
