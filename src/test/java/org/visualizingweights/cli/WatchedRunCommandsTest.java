package org.visualizingweights.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.run.Results;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.WatchedRun;

/** What the command line does with a run of a user's own program. */
class WatchedRunCommandsTest {
  @TempDir Path runs;
  private final PrintStream systemErr = System.err;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private RunFolder run;

  @BeforeEach
  void make() {
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    run = WatchedRun.start(runs, "mine", List.of("dense", "out")).epoch(20).steps(5).finish();
  }

  @AfterEach
  void stopListening() {
    System.setErr(systemErr);
  }

  private int execute(Object... words) {
    return Main.commandLine()
        .execute(List.of(words).stream().map(Object::toString).toArray(String[]::new));
  }

  private List<String> complained() {
    return err.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void itIsNotResumedButRunAgain() throws IOException {
    assertThat(execute("run", "--resume", run.path())).isEqualTo(2);

    assertThat(complained())
        .containsExactly(
            "%s cannot be resumed: it was watched in the program com.example.Train; run that again"
                .formatted(run.path()));
    assertThat(execute("run", "--resume", runs.resolve("mine"), "--set", "epochs=9")).isEqualTo(2);
  }

  @Test
  void itHasNoNetworkToExport() {
    assertThat(execute("export", run.path())).isEqualTo(2);
    assertThat(execute("export", "--deeplearning4j", run.path())).isEqualTo(2);

    assertThat(complained())
        .hasSize(2)
        .allMatch(line -> line.startsWith(run.path() + " has no network to export"));
  }

  @Test
  void itHasChartsAndAReportAndIsCompared() throws IOException {
    assertThat(execute("report", runs.resolve("mine"), "--vertices", "o*")).isZero();
    assertThat(run.manifest().results()).contains(Results.MADE);
    assertThat(run.charts().resolve("strips.svg"))
        .content()
        .contains(">out<")
        .doesNotContain(">dense<");

    WatchedRun.start(runs, "other", List.of("dense")).steps(5).finish();
    Path file = runs.resolve("both.html");
    assertThat(execute("compare", run.path(), runs.resolve("other"), "-o", file)).isZero();
    assertThat(Files.readString(file)).contains("Comparison of 2 runs");
  }
}
