package org.visualizingweights.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MainTest {
  private final PrintStream systemOut = System.out;
  private final PrintStream systemErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setOut(systemOut);
    System.setErr(systemErr);
  }

  private int execute(String... arguments) {
    return Main.commandLine().execute(arguments);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void withoutAnExperimentItListsThem() {
    assertThat(execute("run")).isEqualTo(2);
    assertThat(said())
        .contains("break-untrained")
        .contains("What does a learning rate of 1 do to a network with random weights?")
        .contains("mvn exec:java -Dexperiment=NAME");
  }

  @Test
  void anExperimentThatDoesNotExistIsAMistake() {
    assertThat(execute("run", "break-untraind")).isEqualTo(2);
    assertThat(complained()).contains("did you mean break-untrained?").doesNotContain("\tat ");
  }

  @Test
  void everyMistakeOfTheOverridesIsNamed() {
    assertThat(execute("run", "untrained", "--set", "lr=0,epoch=3")).isEqualTo(2);
    assertThat(complained()).contains("lr").contains("did you mean epochs?");
  }

  @Test
  void validateChecksFilesWithoutRunningThem() {
    assertThat(execute("validate", "untrained", "experiments/seed-hooks.yaml")).isZero();
    assertThat(said()).contains("untrained: fine").contains("experiments/seed-hooks.yaml: fine");
  }

  @Test
  void validateGoesOnAfterAMistake() {
    assertThat(execute("validate", "nothing-of-this-name", "untrained")).isEqualTo(2);
    assertThat(complained()).contains("nothing-of-this-name");
    assertThat(said()).contains("untrained: fine");
  }

  @Test
  void whatIsNoRunCanBeNeitherExportedNorResumed() {
    assertThat(execute("export", "src")).isEqualTo(2);
    assertThat(execute("run", "--resume", "src")).isEqualTo(2);
    assertThat(complained().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("src is not a run's folder"));
  }

  @Test
  void aRunIsResumedWithItsOwnExperiment() {
    assertThat(execute("run", "untrained", "--resume", "src")).isEqualTo(2);
    assertThat(complained()).contains("leave untrained out");
  }

  @Test
  void aWordThatIsNoCommandIsAMistake() {
    assertThat(execute("trian")).isEqualTo(2);
    assertThat(complained()).contains("trian");
  }

  @Test
  void helpSaysHowToRunAnExperiment() {
    assertThat(execute("--help")).isZero();
    assertThat(said()).contains("mvn exec:java -Dexperiment=untrained").contains("validate");
  }
}
