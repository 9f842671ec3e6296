package org.visualizingweights.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.activations.CaptureReader;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;

/** A thread that is interrupted, as by {@code shutdownNow}, is watched as any other. */
class InterruptedThreadTest {
  @TempDir Path runs;

  private final MultiLayerNetwork network = SmallNetworks.convolutional();

  @AfterEach
  void clearFlag() {
    Thread.interrupted();
  }

  private void train() {
    SmallNetworks.pictures(5).forEach(network::fit);
  }

  private static void assertWhole(Watch watch, int steps) {
    RunFolder run = RunFolder.open(watch.folder());
    Manifest manifest = run.manifest();
    assertThat(manifest.status()).as(manifest.reason().orElse("")).isEqualTo(Status.FINISHED);
    assertThat(manifest.progress().steps()).isEqualTo(steps);
    assertThat(run.hasResults()).isTrue();
    try (CaptureReader reader = CaptureReader.open(run.storageFile())) {
      assertThat(reader.extent().orElseThrow().last()).isEqualTo(steps - 1);
    }
  }

  @Test
  void whatIsWrittenAfterwardsIsThereAndTheThreadStaysInterrupted() {
    Watch watch = Watch.of(network).into(runs).every(1).start();
    network.addListeners(
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            if (iteration == 2) {
              Thread.currentThread().interrupt();
            }
          }
        });
    train();
    watch.validation(1, 0.5, 0.25);
    watch.note("interrupted");
    train();
    watch.validation(2, 0.4, 0.25);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();

    watch.close();

    assertThat(Thread.interrupted()).isTrue();
    assertWhole(watch, 10);
    RunFolder run = RunFolder.open(watch.folder());
    assertThat(run.metrics()).extracting(EpochMetrics::lastStep).containsExactly(4, 9);
    assertThat(run.manifest().notes()).hasSize(1);
  }

  @Test
  void aWatchBeginsInIt() {
    Thread.currentThread().interrupt();

    Watch watch = Watch.of(network).into(runs).every(1).start();

    assertThat(Thread.interrupted()).isTrue();
    try (watch) {
      train();
    }
    assertWhole(watch, 5);
  }
}
