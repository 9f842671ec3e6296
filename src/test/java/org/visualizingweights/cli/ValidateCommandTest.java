package org.visualizingweights.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.visualizingweights.experiment.SmallestExperiment.SMALLEST;

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
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunsThatEnded;

/** What is said of runs before there are any. */
class ValidateCommandTest {
  @TempDir Path folder;

  private final PrintStream systemOut = System.out;
  private final PrintStream systemErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setProperty("runs.directory", folder.resolve("runs").toString());
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.clearProperty("runs.directory");
    System.setOut(systemOut);
    System.setErr(systemErr);
  }

  private List<String> validate(String more, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("x.yaml"), SMALLEST + more);
    String[] arguments = new String[options.length + 2];
    arguments[0] = "validate";
    arguments[1] = file.toString();
    System.arraycopy(options, 0, arguments, 2, options.length);
    out.reset();
    Main.commandLine().execute(arguments);
    return out.toString(StandardCharsets.UTF_8).replace(folder.toString(), "").lines().toList();
  }

  @Test
  void aSweepsRunsAreListedWithTheirSeeds() throws IOException {
    assertThat(validate("vary:\n  pretrained: [false, true]\n  lr: [0.1, [1, 0.1]]\nrepeats: 3\n"))
        .startsWith(
            "/x.yaml: fine: What happens?",
            "  12 runs:",
            "  run    pretrained  lr        seed",
            "  1–3    false       0.1       42 to 44",
            "  4–6    false       [1, 0.1]  42 to 44",
            "  7–9    true        0.1       42 to 44",
            "  10–12  true        [1, 0.1]  42 to 44");
  }

  @Test
  void ofThousandsOfRunsNotEveryOneIsListed() throws IOException {
    List<String> said = validate("vary: {lr: {uniform: [0.1, 1]}}\nsample: 900\nrepeats: 2\n");
    assertThat(said).contains("  1,800 runs:", "  and 800 rows more");
    assertThat(said.get(3)).startsWith("  1–2").endsWith("42, 43");
    assertThat(said).hasSizeLessThan(110);
  }

  @Test
  void aPlainExperimentHasNoTable() throws IOException {
    assertThat(validate("limit: 1000\n"))
        .containsExactly(
            "/x.yaml: fine: What happens?",
            "  21 steps", // 500 images are 7 batches of 64, three times
            "  time and disk: not known before a run of resnet18 with images of 32 and batches of"
                + " 64 has finished below /runs");
  }

  @Test
  void theCommandLineOverrides() throws IOException {
    assertThat(validate("", "--set", "repeats=2,limit=1000")).contains("  2 runs:", "  42 steps");
  }

  @Test
  void stepsOfAFolderOfImagesAreNotKnownBeforeItIsRead() throws IOException {
    assertThat(validate("dataset: src\n")).contains("  steps: known when the images are loaded");
    // at most so many are used
    assertThat(validate("dataset: src\nlimit: 1000\n")).contains("  21 steps");
  }

  @Test
  void timeAndDiskAreEstimatedByARunOfTheSameKind() throws IOException {
    RunFolder run = RunsThatEnded.create(folder.resolve("runs"), "resnet18", 100, 25);
    Files.createDirectories(run.charts());
    Files.write(run.charts().resolve("big.svg"), new byte[10_000_000]);
    Files.createDirectories(run.checkpoints());
    Files.write(run.checkpoints().resolve("1.zip"), new byte[2_000_000]);
    assertThat(validate("limit: 1000\nvary: {network: [resnet18, resnet34]}\nrepeats: 100\n"))
        .contains(
            "  resnet18 with images of 32 and batches of 64: 2,100 steps",
            "  time: about 8 min 45 s, one run after another, and disk: about 210 MB, as"
                + " a/2026-11-23T08-00-00Z took 25 s and left 10 MB in 100 steps",
            "  checkpoints, besides: up to 2 of about 2 MB while a run goes on; none stays",
            "  resnet34 with images of 32 and batches of 64: 2,100 steps",
            "  time and disk: not known before a run of resnet34 with images of 32 and batches of"
                + " 64 has finished below /runs");
    assertThat(validate("limit: 1000\nvary: {lr: [0.1, 1]}\ncheckpoints: {keep: 1}\n"))
        .contains(
            "  checkpoints, besides: up to 1 of about 2 MB while a run goes on; the last of 2 runs"
                + " stays, about 4 MB");
    assertThat(validate("checkpoints: {keep: 0}\n")).endsWith("  checkpoints: none");
  }

  @Test
  void mistakesOfEveryFileAreTold() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.yaml"), SMALLEST + "vary: {lr: [0]}\n");
    assertThat(validate("", bad.toString())).first().isEqualTo("/x.yaml: fine: What happens?");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("bad.yaml:6:13: lr: found 0");
  }
}
