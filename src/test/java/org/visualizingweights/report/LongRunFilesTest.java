package org.visualizingweights.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.activations.Step;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunFolders;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.view.MergedRun;

/**
 * What is made of a run of 300,000 steps, five layers and 40 bins each, when it is over: in a JVM
 * of its own, which has 400 MB of heap. Where that is not enough, all of the training was in vain.
 */
class LongRunFilesTest {
  private static final int STEPS = 300_000;
  private static final int MINUTES = 10;

  @TempDir Path folder;

  @Test
  void chartsAndReportNeedLittleMemory() throws Exception {
    RunFolder run = write();
    Path said = folder.resolve("said.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx400m",
            "-XX:+UseSerialGC",
            "-Djava.awt.headless=true",
            FilesOfRun.class.getName(),
            run.path().toString());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();

    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    assertThat(Files.readString(run.charts().resolve("strips.svg")))
        .contains("Each column is the mean of 192 training steps");
    assertThat(Files.size(run.reportFile())).isLessThan(5_000_000);
  }

  /** Makes the files of the run in the folder of its first argument. */
  static final class FilesOfRun {
    public static void main(String[] arguments) {
      MergedRun run = new MergedRun(RunFolder.open(Path.of(arguments[0])));
      Charts.write(run.folder(), run.columns(), ChartSettings.WHOLE);
      Report.write(run);
    }
  }

  /** A thousand different steps, over and over. */
  private RunFolder write() throws IOException {
    RunFolder run = RunFolders.create(folder, "long", Instant.parse("2026-11-23T10:15:30Z"));
    run.write(Synthetic.manifest("long", "What does each layer do?", "0.01", STEPS));
    Files.writeString(run.experimentFile(), "name: long\nlr: 0.01\n");
    List<Step> some = Synthetic.breaking(1000).steps();
    try (RunStorage storage = RunStorage.open(run.storageFile(), "long")) {
      CaptureWriter captures = new CaptureWriter(storage, Synthetic.SETTINGS);
      for (int i = 0; i < STEPS; i++) {
        Step step = some.get(i % some.size());
        captures.put(new Step(i, i / 10_000, step.loss(), step.captures()));
      }
    }
    return run;
  }
}
