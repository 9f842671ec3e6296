package org.visualizingweights.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.visualizingweights.cli.ProgramInFolder.withoutSeconds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.Pictures;
import org.visualizingweights.activations.History;
import org.visualizingweights.activations.Step;
import org.visualizingweights.model.StateDict;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.weights.WeightsFile;
import org.visualizingweights.parameters.Kernels;
import org.visualizingweights.parameters.ParameterReader;
import org.visualizingweights.parameters.ParameterStep;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;
import org.visualizingweights.training.Checkpoint;
import org.visualizingweights.training.Checkpoints;

/** The whole program in JVMs of its own, one of which is killed with SIGKILL. */
class KilledRunTest {
  /** Six steps an epoch; checkpoints after 4, 6, 8 and 12 steps. */
  private static final String SMALL = "batch-size=16,epochs=2,checkpoints.every=4,dataset=";

  private static final int MINUTES = 10;

  @TempDir Path folder;

  private ProgramInFolder programs;

  @BeforeEach
  void begin() {
    programs = new ProgramInFolder(folder, List.of(), Map.of("GOMP_SPINCOUNT", "0"));
  }

  @Test
  void aRunKilledAndResumedEndsAsOneThatWasLeftAlone() throws Exception {
    Path images = folder.resolve("images");
    Pictures.write(images, 192);
    Process whole = programs.start("whole", "run", "untrained", "--set", SMALL + images);
    assertThat(whole.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    RunFolder expected = run("whole");

    Process killed = programs.start("killed", "run", "untrained", "--set", SMALL + images);
    waitFor("killed", "epoch 2/2: step 4 of 6");
    killed.destroyForcibly().waitFor();
    RunFolder run = run("killed");
    assertThat(run.manifest().status()).isEqualTo(Status.INTERRUPTED);
    int steps = newest(run).state().iteration();
    Path damaged = damageNewest(run);

    Process resumed = programs.start("resumed", "run", "--resume", run.path().toString());
    assertThat(resumed.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();

    String said = programs.said("resumed");
    assertThat(resumed.exitValue()).as(said).isZero();
    assertThat(said).contains(damaged + " is damaged");
    assertThat(run.manifest().status()).isEqualTo(Status.FINISHED);
    assertThat(run.manifest().progress()).isEqualTo(expected.manifest().progress());
    assertThat(run.manifest().resumed())
        .singleElement()
        .satisfies(how -> assertThat(how.step()).isLessThan(steps).isGreaterThanOrEqualTo(4));
    assertThat(withoutSeconds(run)).isEqualTo(withoutSeconds(expected));
    assertThat(steps(run)).hasSize(12).usingRecursiveComparison().isEqualTo(steps(expected));
    assertThat(norms(run)).isNotEmpty().isEqualTo(norms(expected));
    assertThat(kernels(run)).isNotEmpty().usingRecursiveComparison().isEqualTo(kernels(expected));
    assertSameNetwork(newest(run), newest(expected));
    assertThatItIsExported(run);
  }

  private void assertThatItIsExported(RunFolder run) throws Exception {
    String file = folder.resolve("exported.safetensors").toString();
    String[] export = {"export", run.path().toString(), "-o", file};
    assertThat(Main.commandLine().execute(export)).isZero();
    assertThat(Main.commandLine().execute(export)).as("it is there already").isEqualTo(2);
    Map<String, Tensor> exported = WeightsFile.read(Path.of(file));
    assertHasParametersOf(run, exported);
    assertThat(exported.get("bn1.num_batches_tracked").values()).containsExactly(12);

    String[] model = {"export", run.path().toString(), "--deeplearning4j"};
    assertThat(Main.commandLine().execute(model)).isZero();
    Path zip = run.path().resolve("untrained.zip");
    assertHasParametersOf(run, StateDict.of(ComputationGraph.load(zip.toFile(), false)));
  }

  private static void assertHasParametersOf(RunFolder run, Map<String, Tensor> exported) {
    newest(run)
        .parameters()
        .forEach(
            (name, tensor) ->
                assertThat(exported.get(name).values()).as(name).isEqualTo(tensor.values()));
  }

  private void waitFor(String name, String line) throws Exception {
    for (int i = 0; i < MINUTES * 60 * 50; i++) {
      if (programs.said(name).contains(line)) {
        return;
      }
      Thread.sleep(20);
    }
    fail("it never said \"%s\"", line);
  }

  private RunFolder run(String name) throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve(name).resolve("untrained"))) {
      return RunFolder.open(runs.findFirst().orElseThrow());
    }
  }

  private static Path damageNewest(RunFolder run) throws IOException {
    try (Stream<Path> files = Files.list(run.checkpoints())) {
      Path newest =
          files
              .filter(file -> file.toString().endsWith(".safetensors"))
              .sorted()
              .reduce((first, second) -> second)
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(newest);
      bytes[bytes.length / 2] ^= 1;
      Files.write(newest, bytes);
      return newest;
    }
  }

  private static Checkpoint newest(RunFolder run) {
    return Checkpoints.newest(run.checkpoints(), problem -> fail(problem)).orElseThrow();
  }

  private static List<Step> steps(RunFolder run) {
    History history = History.read(run.storageFile());
    assertThat(history.problems()).isEmpty();
    return history.steps();
  }

  private static List<ParameterStep> norms(RunFolder run) {
    List<ParameterStep> steps = new ArrayList<>();
    try (ParameterReader reader = ParameterReader.open(run.storageFile()).orElseThrow()) {
      assertThat(reader.read(0, Integer.MAX_VALUE, steps::add)).isEmpty();
    }
    return steps;
  }

  private static List<Kernels> kernels(RunFolder run) {
    List<Kernels> kernels = new ArrayList<>();
    try (ParameterReader reader = ParameterReader.open(run.storageFile()).orElseThrow()) {
      reader.kernelSteps().forEach(step -> kernels.add(reader.kernels(step).orElseThrow()));
    }
    return kernels;
  }

  private static void assertSameNetwork(Checkpoint actual, Checkpoint expected) {
    assertThat(actual.state()).isEqualTo(expected.state());
    assertThat(actual.optimizer()).isEqualTo(expected.optimizer());
    assertThat(actual.parameters().keySet()).isEqualTo(expected.parameters().keySet());
    expected
        .parameters()
        .forEach(
            (name, tensor) ->
                assertThat(actual.parameters().get(name).values())
                    .as(name)
                    .isEqualTo(tensor.values()));
  }
}
