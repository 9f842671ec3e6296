package org.visualizingweights.sweep.plan;

import java.time.Instant;
import java.util.List;
import org.visualizingweights.run.Versions;

/**
 * What a sweep is: {@code sweep.json}, written once. What has become of its runs, their own folders
 * say.
 *
 * @param name of the sweep
 * @param description what is asked, in one sentence
 * @param varied the keys that differ from run to run, in their order
 * @param started when the sweep began
 * @param versions of the software that planned it
 * @param runs all of them, in their order
 */
public record SweepManifest(
    String name,
    String description,
    List<String> varied,
    Instant started,
    Versions versions,
    List<PlannedRun> runs) {
  public SweepManifest {
    List<String> keys = List.copyOf(varied);
    varied = keys;
    runs = runs.stream().map(run -> run.inOrderOf(keys)).toList();
  }
}
