package org.visualizingweights.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;

/** The README's first command, in a fresh clone from which nothing can be reached. */
class MainCommandTest {
  private static final int MINUTES = 10;

  @TempDir Path folder;

  private Checkout checkout;

  @BeforeEach
  void aClone() throws Exception {
    checkout = Checkout.in(folder);
  }

  @Test
  void runsTheExperimentThatItIsAbout() throws Exception {
    String said =
        mvn(
            "-o",
            "exec:java",
            "-Dexperiment=break-pretrained.yaml",
            "-Dset=epochs=1,limit=256",
            "-Dcache.directory=" + folder.resolve("cache"),
            "-Dhttps.proxyHost=127.0.0.1",
            "-Dhttps.proxyPort=9");

    Manifest manifest = run().manifest();
    assertThat(manifest.status()).as(said).isEqualTo(Status.FINISHED);
    assertThat(manifest.data().orElseThrow().name()).isEqualTo("mnist");
    assertThat(manifest.data().orElseThrow().fallback()).isEmpty();
    Provenance weights = manifest.weights().orElseThrow();
    assertThat(weights.name()).isEqualTo("imagenet-mlnet");
    assertThat(weights.fallback().orElseThrow()).contains("imagenet", "was asked for");
    assertThat(said)
        .contains("Using imagenet-mlnet (ImageNet's, from ML.NET, not torchvision's) instead: ")
        .contains("data      mnist (")
        .contains("Finished. Report: ");
    assertThat(run().reportFile()).isNotEmptyFile();
  }

  private RunFolder run() throws IOException {
    try (Stream<Path> runs = Files.list(checkout.path().resolve("runs/break-pretrained"))) {
      return RunFolder.open(runs.findFirst().orElseThrow());
    }
  }

  private String mvn(String... arguments) throws Exception {
    Path out = folder.resolve("out.txt");
    Process maven =
        new ProcessBuilder(checkout.mvn(arguments))
            .directory(checkout.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(maven.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(out);
    assertThat(maven.exitValue()).as(said).isZero();
    return said;
  }
}
