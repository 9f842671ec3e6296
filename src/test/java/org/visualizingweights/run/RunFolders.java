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
    return RunFolder.create(
        runs,
        Manifest.start(
            new ExperimentSummary(experiment, "", "0.01", Map.of(), 42),
            Map.of(),
            Progress.planned(1, 1),
            "CPU",
            new Versions("1.0", Optional.empty(), "1.0.0-M2.1", "17", "Linux"),
            new Machine("a CPU", 2, 2, 1L << 34),
            start),
        Map.of(RunFolder.EXPERIMENT, "name: " + experiment + "\n"));
  }
}
