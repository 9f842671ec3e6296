package org.visualizingweights.sweep.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.visualizingweights.run.ExperimentSummary;
import org.visualizingweights.run.JsonFile;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunName;
import org.visualizingweights.run.Versions;

/** Makes folders of sweeps that never ran. */
public final class SweepFolders {
  private static final Versions VERSIONS =
      new Versions("1.0", Optional.empty(), "1.0.0-M2.1", "17", "Linux");

  private SweepFolders() {}

  /**
   * A sweep of the key {@code lr}, whose values are 1, 2, ..., each repeated with seeds 1, 2, ...
   */
  public static SweepFolder create(
      Path runs, String name, Instant start, int combinations, int seeds) {
    List<PlannedRun> planned = new ArrayList<>();
    for (int lr = 1; lr <= combinations; lr++) {
      for (int seed = 1; seed <= seeds; seed++) {
        String folder =
            String.format(Locale.ROOT, "%02d-lr=%s,seed=%s", planned.size() + 1, lr, seed);
        planned.add(
            new PlannedRun(planned.size() + 1, folder, Map.of("lr", "" + lr), seed, "", false));
      }
    }
    return create(runs, new SweepManifest(name, "Which?", List.of("lr"), start, VERSIONS, planned));
  }

  private static SweepFolder create(Path runs, SweepManifest sweep) {
    try {
      Path folder =
          Files.createDirectories(runs.resolve(sweep.name()).resolve(RunName.of(sweep.started())));
      JsonFile.write(folder.resolve("sweep.json"), sweep);
      return SweepFolder.open(folder);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes the folders of the runs with these numbers, which have finished. */
  public static void finish(SweepFolder sweep, int... numbers) {
    for (int number : numbers) {
      PlannedRun run = sweep.manifest().runs().get(number - 1);
      RunFolder.createAt(
          sweep.of(run), manifest(sweep, run), Map.of(RunFolder.EXPERIMENT, "x: 1\n"));
    }
  }

  private static Manifest manifest(SweepFolder sweep, PlannedRun run) {
    Instant start = sweep.manifest().started();
    return Manifest.start(
            new ExperimentSummary(
                sweep.manifest().name(), "Which?", run.values().get("lr"), Map.of(), run.seed()),
            Map.of(),
            Progress.planned(20, 1),
            "CPU",
            VERSIONS,
            new Machine("a CPU", 2, 2, 1L << 34),
            start)
        .finished(start);
  }
}
