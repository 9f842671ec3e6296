package org.visualizingweights.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;

/** A disk that has no room for the manifest, or whatever else is in the way of writing it. */
class FullDiskTest {
  @TempDir Path runs;

  private final MultiLayerNetwork network = SmallNetworks.convolutional();

  private void train() {
    network.fit(SmallNetworks.iterator(SmallNetworks.pictures(5)));
  }

  @Test
  void whatWentWrongIsWrittenAsSoonAsItCanBe() throws IOException {
    Watch watch = Watch.of(network).into(runs).every(1).start();
    Path inTheWay = watch.folder().resolve("manifest.json.part");
    try (watch) {
      train();
      Files.createDirectories(inTheWay.resolve("full"));
      train(); // at its end at the latest, neither that nor the failure can be written
      assertThat(RunFolder.open(watch.folder()).manifest().status()).isEqualTo(Status.RUNNING);
      Files.delete(inTheWay.resolve("full"));
      Files.delete(inTheWay);
    }

    Manifest manifest = RunFolder.open(watch.folder()).manifest();
    assertThat(manifest.status()).isEqualTo(Status.FAILED);
    assertThat(manifest.reason().orElseThrow()).contains("Cannot write").contains("manifest.json");
    assertThat(manifest.progress().steps()).isBetween(5, 10);
    assertThat(RunFolder.open(watch.folder()).hasResults()).isTrue();
    assertThat(network.getListeners()).isEmpty();
  }
}
