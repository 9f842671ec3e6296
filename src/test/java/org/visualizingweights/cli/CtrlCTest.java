package org.visualizingweights.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;

/** The README's command on a terminal, at which somebody presses Ctrl-C. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere, script takes other options")
class CtrlCTest {
  private static final char CTRL_C = 3;
  private static final int MINUTES = 5;

  @TempDir static Path folder;
  private static Checkout checkout;

  @BeforeAll
  static void aClone() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "script"))),
        "there is no script, which opens terminals");
    checkout = Checkout.in(folder);
  }

  @Test
  void inAnEpochTheStepIsDoneAndTheFilesAreFinished() throws Exception {
    Process terminal = terminal("epoch", "xterm-256color", "epochs=9,limit=4096");
    await("epoch", "epoch 1/9 .*loss ");

    press(terminal);

    assertThat(status(terminal)).isEqualTo(130);
    Manifest manifest = run("epoch").manifest();
    assertThat(manifest.status()).isEqualTo(Status.INTERRUPTED);
    assertThat(manifest.progress().steps()).isPositive();
    assertThatFilesAreFinished("epoch");
  }

  @Test
  void inAValidationTheStepsOfTheEpochAreKept() throws Exception {
    Process terminal = terminal("validation", "dumb", "epochs=2,limit=30000,split=0.995");
    await("validation", "validation ");

    press(terminal);

    assertThat(status(terminal)).isEqualTo(130);
    RunFolder run = run("validation");
    assertThat(run.manifest().status()).isEqualTo(Status.INTERRUPTED);
    // 150 images to train on are two batches of 64.
    assertThat(run.manifest().progress().steps()).isEqualTo(2);
    assertThat(run.metrics()).isEmpty();
    assertThat(run.checkpoints()).isDirectoryContaining("glob:**/step-0000002.safetensors");
    assertThatFilesAreFinished("validation");
  }

  @Test
  void betweenTwoEpochsWhatIsDoneIsKept() throws Exception {
    Process terminal = terminal("between", "xterm-256color", "epochs=9,limit=256");
    await("between", "train_loss");

    press(terminal);

    assertThat(status(terminal)).isEqualTo(130);
    RunFolder run = run("between");
    assertThat(run.manifest().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(run.metrics()).hasSizeBetween(1, 8);
    assertThatFilesAreFinished("between");
  }

  @Test
  void whileChartsAreMadeTheyAreFinished() throws Exception {
    Process terminal = terminal("charts", "xterm-256color", "epochs=1,limit=256");
    await("charts", "train_loss");

    press(terminal);

    assertThat(status(terminal)).isEqualTo(130);
    assertThat(run("charts").manifest().status()).isEqualTo(Status.FINISHED);
    assertThatFilesAreFinished("charts");
  }

  @Test
  void aTerminalThatIsClosedIsAsGoodAsCtrlC() throws Exception {
    Process terminal = terminal("closed", "xterm-256color", "epochs=9,limit=4096");
    await("closed", "epoch 1/9 .*loss ");
    List<ProcessHandle> programs = terminal.descendants().toList();

    terminal.destroyForcibly().waitFor();

    for (ProcessHandle program : programs) {
      program.onExit().get(MINUTES, TimeUnit.MINUTES);
    }
    assertThat(run("closed").manifest().status()).isEqualTo(Status.INTERRUPTED);
    assertThatFilesAreFinished("closed");
  }

  /** Maven on a terminal, whose runs go to a folder of that name, and what it shows to a file. */
  private static Process terminal(String name, String type, String set) throws IOException {
    List<String> maven =
        checkout.mvn(
            "-o",
            "exec:java",
            "-Dexperiment=untrained",
            "-Dset=" + set,
            "-Dui=false",
            "-Druns.directory=" + folder.resolve(name));
    String command = maven.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    ProcessBuilder script =
        new ProcessBuilder("script", "-qefc", "stty cols 100; exec " + command, "/dev/null")
            .directory(checkout.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(shown(name).toFile());
    script.environment().put("TERM", type);
    script.environment().put("SHELL", "/bin/sh");
    return script.start();
  }

  private static Path shown(String name) {
    return folder.resolve(name + ".txt");
  }

  private static void await(String name, String pattern) throws Exception {
    for (int i = 0; i < MINUTES * 60 * 20; i++) {
      if (text(name).matches("(?s).*" + pattern + ".*")) {
        return;
      }
      Thread.sleep(50);
    }
    fail("it never showed \"%s\", but:\n%s", pattern, text(name));
  }

  private static String text(String name) throws IOException {
    return Files.readString(shown(name), StandardCharsets.ISO_8859_1);
  }

  private static void press(Process terminal) throws IOException {
    terminal.getOutputStream().write(CTRL_C);
    terminal.getOutputStream().flush();
  }

  private static int status(Process terminal) throws Exception {
    assertThat(terminal.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    return terminal.exitValue();
  }

  private static RunFolder run(String name) throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve(name).resolve("untrained"))) {
      return RunFolder.open(runs.findFirst().orElseThrow());
    }
  }

  private static void assertThatFilesAreFinished(String name) throws IOException {
    RunFolder run = run(name);
    assertThat(run.reportFile()).as(text(name)).isNotEmptyFile();
    try (Stream<Path> charts = Files.list(run.charts())) {
      assertThat(charts).as(text(name)).hasSize(10);
    }
    try (Stream<Path> checkpoints = Files.list(run.checkpoints())) {
      assertThat(checkpoints).as(text(name)).isNotEmpty();
    }
  }
}
