package org.visualizingweights.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.visualizingweights.activations.CaptureReader;
import org.visualizingweights.report.RunResults;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Runs;
import org.visualizingweights.run.Status;

/** Programs that end before their watch does. */
class UnclosedTest {
  @TempDir Path runs;

  /** Trains for 30 steps, or for 5, and ends as it is told. */
  static final class Program {
    public static void main(String[] arguments) throws InterruptedException {
      MultiLayerNetwork network = SmallNetworks.convolutional();
      WatchBuilder watching = Watch.of(network).into(Path.of(arguments[0]));
      if (arguments[1].equals("halt early")) {
        watching.start();
        SmallNetworks.pictures(5).forEach(network::fit);
        Thread.sleep(1000);
        Runtime.getRuntime().halt(137);
      }
      watching.every(1).start();
      List<DataSet> batches = SmallNetworks.pictures(10);
      for (int epoch = 0; epoch < 3; epoch++) {
        network.fit(SmallNetworks.iterator(batches));
      }
      Thread.sleep(1000); // in which what was seen is written
      if (arguments[1].equals("halt")) {
        Runtime.getRuntime().halt(137);
      }
    }
  }

  private RunFolder run(String end) throws IOException, InterruptedException {
    ProcessBuilder program =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            Program.class.getName(),
            runs.toString(),
            end);
    program.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    int status = program.inheritIO().start().waitFor();
    assertThat(status).isEqualTo(end.startsWith("halt") ? 137 : 0);
    List<Runs.FoundRun> found = new Runs(runs).all();
    assertThat(found).hasSize(1);
    return found.get(0).folder();
  }

  private static void assertAllStepsAreThere(RunFolder run) {
    try (CaptureReader reader = CaptureReader.open(run.storageFile())) {
      assertThat(reader.extent().orElseThrow().last()).isEqualTo(29);
    }
    assertThat(run.metrics()).hasSize(3);
  }

  @Test
  void aProgramThatEndsLeavesARunThatWasEnded() throws Exception {
    RunFolder run = run("end");
    Manifest manifest = run.manifest();

    assertThat(manifest.status()).isEqualTo(Status.INTERRUPTED);
    assertThat(manifest.reason()).hasValue("the program ended without closing the watch");
    assertThat(manifest.watched().orElseThrow()).endsWith("UnclosedTest$Program");
    assertThat(manifest.progress().steps()).isEqualTo(30);
    assertAllStepsAreThere(run);
  }

  @Test
  void aProgramThatIsKilledLeavesARunThatCanBeRead() throws Exception {
    RunFolder run = run("halt");
    Manifest manifest = run.manifest();

    assertThat(manifest.status()).isEqualTo(Status.INTERRUPTED);
    assertThat(manifest.reason().orElseThrow()).contains("or was killed");
    assertAllStepsAreThere(run);
  }

  @Test
  void whatIsKilledBeforeItKnowsHowOftenItCapturesLeavesItsFirstSteps() throws Exception {
    RunFolder run = run("halt early");

    try (CaptureReader reader = CaptureReader.open(run.storageFile())) {
      assertThat(reader.settings().every()).isEqualTo(1);
      assertThat(reader.extent().orElseThrow().last()).isEqualTo(4);
    }
    RunResults.write(run);
    assertThat(run.hasResults()).isTrue();
  }
}
