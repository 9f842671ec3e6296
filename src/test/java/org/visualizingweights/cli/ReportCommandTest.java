package org.visualizingweights.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;
import org.visualizingweights.report.RunResults;
import org.visualizingweights.run.Results;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.run.Status;
import org.visualizingweights.storage.StorageReader;

/** Charts and report of a run that an earlier version wrote: 260 steps, each 50th captured. */
class ReportCommandTest {
  @TempDir Path runs;

  private RunFolder run;

  @BeforeEach
  void copy() throws IOException {
    Path folder = Files.createDirectories(runs.resolve("untrained/2026-11-26T18-19-48Z"));
    for (String name : List.of("storage.db", "manifest.json", "metrics.csv", "experiment.yaml")) {
      try (InputStream in = StorageReader.class.getResourceAsStream("old-run/" + name)) {
        Files.copy(in, folder.resolve(name));
      }
    }
    run = RunFolder.open(folder);
  }

  @Test
  void whatARunLacksIsMadeAndNoted() throws IOException {
    assertThat(run.manifest().results()).as("an earlier version noted nothing").isEmpty();

    assertThat(report(runs.resolve("untrained"))).isZero();

    assertThat(run.reportFile()).content().contains("2026-11-26 18:19:48 UTC");
    assertThat(charts()).hasSize(10);
    assertThat(png("strips").getWidth()).isEqualTo(2400);
    assertThat(run.manifest().results()).contains(Results.MADE);
    assertThat(run.manifest().status()).isEqualTo(Status.FINISHED);
  }

  @Test
  void chartsCanBeWider() throws IOException {
    assertThat(report(run.path(), "--width", "2000")).isZero();
    assertThat(List.of(png("strips").getWidth(), png("losses").getWidth()))
        .containsExactly(4000, 4000);
    assertThat(svg("moments")).contains("width=\"2000\"");
  }

  @Test
  void chartsCanHaveSomeVertices() throws IOException {
    assertThat(report(run.path(), "--vertices", "conv5*,conv1")).isZero();
    assertThat(svg("strips"))
        .containsSubsequence(">conv5_x<", ">conv1<")
        .doesNotContain(">conv2_x<", ">conv3_x<");
  }

  @Test
  void chartsCanHaveSomeSteps() throws IOException {
    assertThat(report(run.path())).isZero();
    assertThat(svg("losses")).contains("epoch 1", "epoch 2", "validation error rate");

    assertThat(report(run.path(), "--steps", "50..120")).isZero();

    // The first epoch has 130 steps: what came of it is not among these.
    assertThat(svg("losses"))
        .contains("epoch 1")
        .doesNotContain("epoch 2", "validation error rate", "  ·  validation error");
  }

  @Test
  void whatMakesNoSenseChangesNothing() throws IOException {
    for (List<String> mistake :
        List.of(
            List.of("--vertices", "conv6"),
            List.of("--steps", "10-20"),
            List.of("--steps", "20..10"),
            List.of("--width", "10"))) {
      String before = Files.readString(run.manifestFile());
      assertThat(report(run.path(), mistake.get(0), mistake.get(1))).isEqualTo(2);
      assertThat(charts()).isEmpty();
      assertThat(run.manifestFile()).hasContent(before);
    }
  }

  @Test
  void aRunWithoutItsStorageSaysWhatToDo() throws IOException {
    Files.delete(run.storageFile());

    assertThatThrownBy(() -> RunResults.write(run))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no storage " + run.storageFile())
        .hasMessageContaining("put a copy of it there");
  }

  @Test
  void aRunThatGoesOnIsLeftToItsWriter() throws IOException {
    try (RunLock lock = RunLock.acquire(run.path(), problem -> {})) {
      assertThat(report(run.path())).isEqualTo(2);
    }
    assertThat(charts()).isEmpty();
  }

  private List<Path> charts() throws IOException {
    if (!Files.isDirectory(run.charts())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(run.charts())) {
      return files.toList();
    }
  }

  private BufferedImage png(String chart) throws IOException {
    return ImageIO.read(run.charts().resolve(chart + ".png").toFile());
  }

  private String svg(String chart) throws IOException {
    return Files.readString(run.charts().resolve(chart + ".svg"));
  }

  private static int report(Object... arguments) {
    String[] all =
        Stream.concat(Stream.of("report"), Stream.of(arguments).map(Object::toString))
            .toArray(String[]::new);
    return Main.commandLine().setErr(new PrintWriter(new StringWriter())).execute(all);
  }
}
