package org.visualizingweights.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of nvidia-smi in the form that its {@code --help-query-gpu} describes. */
class BackendTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Tesla K80, 3.7, 470.82.01",
        "Tesla T4, 7.5, 535.104.05",
        "NVIDIA A100-SXM4-40GB, 8.0, 550.54.15",
        "NVIDIA GeForce RTX 4090, 8.9, 572.16"
      })
  void gpusFromKeplerToAdaAreUsed(String answer) {
    Backend backend = Backend.of(answer + "\n");

    assertThat(backend.whyNotCuda()).isEmpty();
    assertThat(backend.environment()).isEmpty();
    assertThat(backend.flags()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NVIDIA H200, 9.0, 570.86.15",
        "NVIDIA GeForce RTX 5090, 12.0, 572.16",
        "Tesla K40c, 3.5, 470.82.01"
      })
  void aGpuThatTheBackendHasNoCodeForIsNamedAndTheCpuUsed(String answer) {
    Backend backend = Backend.of(answer + "\n");

    assertThat(backend.whyNotCuda().orElseThrow())
        .startsWith("Running on the CPU: ND4J's CUDA backend has no code for the ")
        .contains(answer.split(", ")[0], "compute capability " + answer.split(", ")[1]);
    assertThat(backend.environment()).containsEntry("BACKEND_PRIORITY_GPU", "-1");
  }

  @Test
  void oneUnsuitableGpuAmongSeveralIsEnough() {
    assertThat(Backend.of("NVIDIA A100, 8.0, 550.54\nNVIDIA H100, 9.0, 550.54\n").whyNotCuda())
        .hasValueSatisfying(why -> assertThat(why).contains("NVIDIA H100"));
  }

  @Test
  void anOldDriverIsNamed() {
    assertThat(Backend.of("Tesla T4, 7.5, 418.226.00\n").whyNotCuda())
        .hasValueSatisfying(why -> assertThat(why).contains("version 418", "450 or later"));
  }

  @Test
  void noGpuOrAnUnknownAnswerMeansTheCpu() {
    assertThat(Backend.of("\n").whyNotCuda()).isPresent();
    assertThat(Backend.of("something else\n").whyNotCuda())
        .hasValueSatisfying(why -> assertThat(why).contains("something else"));
  }

  @Test
  void noNvidiaSmiMeansTheCpu() {
    assertThat(Backend.detect(List.of("no-such-program")).whyNotCuda())
        .hasValueSatisfying(why -> assertThat(why).contains("no NVIDIA driver was found"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatAFailingNvidiaSmiSaysIsPassedOn() {
    String says = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.";

    assertThat(Backend.detect(List.of("sh", "-c", "echo \"$1\"; exit 9", "sh", says)).whyNotCuda())
        .hasValueSatisfying(why -> assertThat(why).contains("does not answer", says));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theAnswerIsReadFromTheProcess() {
    assertThat(Backend.detect(List.of("echo", "Tesla T4, 7.5, 535.104.05")).whyNotCuda()).isEmpty();
  }
}
