package org.visualizingweights.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.findings.Finding;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.RunFolder;

/**
 * Findings that are asked for again and again. That they are the very same says: not found anew.
 */
class FindingsCacheTest {
  private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir Path runs;

  @Test
  void areFoundOnceForAsLongAsNothingChanges() throws IOException {
    FindingsCache findings = new FindingsCache(SampleRun.finished(runs, "a", START, 40));
    List<Finding> found = findings.findings();
    assertThat(found).isNotEmpty();
    assertThat(findings.findings()).isSameAs(found);
  }

  @Test
  void areFoundOnceHoweverManyAskAtOnce() throws IOException {
    FindingsCache findings = new FindingsCache(SampleRun.finished(runs, "a", START, 400));
    List<List<Finding>> all =
        IntStream.range(0, 8).parallel().mapToObj(i -> findings.findings()).toList();
    assertThat(all).allSatisfy(found -> assertThat(found).isSameAs(all.get(0)));
  }

  @Test
  void areFoundAgainWhereAnEpochHasEnded() throws IOException {
    RunFolder folder = SampleRun.finished(runs, "a", START, 40);
    FindingsCache findings = new FindingsCache(folder);
    List<Finding> before = findings.findings();
    folder.append(new EpochMetrics(2, 19, 0.5, 0.5, 0.99, 12.5));
    assertThat(findings.findings()).isNotSameAs(before);
  }

  /** Not at once, but after a rest that is as many times as long as finding took. */
  @Test
  void areFoundAgainAfterAWhileWhereStepsCame() throws Exception {
    RunFolder folder = SampleRun.finished(runs, "a", START, 40);
    FindingsCache findings = new FindingsCache(folder);
    long start = System.nanoTime();
    List<Finding> before = findings.findings();
    long took = System.nanoTime() - start;
    SampleRun.store(folder, SampleRun.SETTINGS, SampleRun.steps(SampleRun.SETTINGS, 40, 80));
    Thread.sleep(20 * took / 1_000_000 + 10);
    assertThat(findings.findings()).isNotSameAs(before);
    assertThat(findings.findings().toString()).contains("79");
  }

  @Test
  void ofAFolderThatIsNoRunAnyMoreAreNone() throws IOException {
    RunFolder folder = SampleRun.finished(runs, "a", START, 40);
    FindingsCache findings = new FindingsCache(folder);
    findings.findings();
    Files.delete(folder.storageFile());
    Files.delete(folder.metricsFile());
    assertThat(findings.findings()).isEmpty();
  }
}
