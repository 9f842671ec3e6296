package org.visualizingweights.run;

import java.nio.file.Path;
import java.time.Instant;

/** Makes folders of runs that say that they have finished. */
public final class RunsThatEnded {
  private RunsThatEnded() {}

  /** Of one epoch, with images of 32 and batches of 64. */
  public static RunFolder create(Path runs, String network, int steps, double seconds) {
    RunFolder run = RunFolders.create(runs, "a", Instant.parse("2026-11-23T08:00:00Z"));
    run.writeExperiment("network: %s\nimage-size: 32\nbatch-size: 64\n".formatted(network));
    run.append(new EpochMetrics(1, steps - 1, 0.5, 0.5, 0.1, seconds));
    Manifest manifest = run.manifest().at(new Progress(steps, steps, 1, 1, 0));
    run.write(manifest.finished(Instant.parse("2026-11-23T08:10:00Z")));
    return run;
  }
}
