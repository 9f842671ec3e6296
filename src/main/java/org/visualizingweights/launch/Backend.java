package org.visualizingweights.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of ND4J's backends to use where the CUDA one is on the class path beside the CPU's.
 *
 * <p>It has to be known before ND4J is loaded, and ND4J learns of it from the environment only; so
 * NVIDIA's own {@code nvidia-smi} is asked, which needs no CUDA.
 *
 * @param whyNotCuda one sentence for the user; empty where CUDA can be used
 */
record Backend(Optional<String> whyNotCuda) {
  /** The system property in which the program finds the sentence, where there is one. */
  static final String WHY_NOT_CUDA = "backend.why-not-cuda";

  private static final List<String> NVIDIA_SMI =
      List.of("nvidia-smi", "--query-gpu=name,compute_cap,driver_version", "--format=csv,noheader");

  private static final Pattern GPU =
      Pattern.compile("(?<name>.+), *(?<capability>\\d+\\.\\d+), *(?<driver>\\d+)[.\\d]*");

  /**
   * nd4j-cuda-11.6 holds machine code for 3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0 and 8.6, and none
   * that a driver could translate for others. Code runs on its own major version from its minor
   * version on.
   */
  private static final double FIRST_CAPABILITY = 3.7;

  private static final double FIRST_CAPABILITY_TOO_NEW = 9.0;

  /** The first Linux driver for every CUDA 11: https://docs.nvidia.com/deploy/cuda-compatibility */
  private static final int FIRST_DRIVER = 450;

  /** Asks the machine. */
  static Backend detect() {
    return detect(NVIDIA_SMI);
  }

  static Backend detect(List<String> nvidiaSmi) {
    try {
      Process process = new ProcessBuilder(nvidiaSmi).redirectErrorStream(true).start();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return cpu("nvidia-smi did not answer within 10 seconds");
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.exitValue() == 0
          ? of(output)
          : cpu("NVIDIA's driver does not answer (%s)".formatted(firstLine(output)));
    } catch (IOException e) {
      return cpu("no NVIDIA driver was found (no nvidia-smi on the path)");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return cpu("asking for it was interrupted");
    }
  }

  /** Reads what nvidia-smi said: a GPU a line, its name, compute capability and driver. */
  static Backend of(String output) {
    List<String> gpus = output.lines().filter(line -> !line.isBlank()).toList();
    return gpus.isEmpty()
        ? cpu("the NVIDIA driver knows of no GPU")
        // ND4J spreads its threads over all GPUs that there are, so each must do.
        : gpus.stream()
            .map(Backend::whyNot)
            .flatMap(Optional::stream)
            .findFirst()
            .map(Backend::cpu)
            .orElseGet(() -> new Backend(Optional.empty()));
  }

  /**
   * What ND4J must find in its environment: of its backends it takes the one that ranks highest.
   */
  Map<String, String> environment() {
    return whyNotCuda.isPresent() ? Map.of("BACKEND_PRIORITY_GPU", "-1") : Map.of();
  }

  /** What the program must be told. */
  List<String> flags() {
    return whyNotCuda.map(why -> "-D" + WHY_NOT_CUDA + "=" + why).stream().toList();
  }

  private static Optional<String> whyNot(String gpu) {
    Matcher matcher = GPU.matcher(gpu.strip());
    if (!matcher.matches()) {
      return Optional.of("the answer of nvidia-smi is not understood (%s)".formatted(gpu.strip()));
    }
    double capability = Double.parseDouble(matcher.group("capability"));
    if (capability < FIRST_CAPABILITY || capability >= FIRST_CAPABILITY_TOO_NEW) {
      return Optional.of(
          "ND4J's CUDA backend has no code for the %s (compute capability %s; it knows 3.7 to 8.9)"
              .formatted(matcher.group("name"), matcher.group("capability")));
    }
    return Integer.parseInt(matcher.group("driver")) < FIRST_DRIVER
        ? Optional.of(
            "the NVIDIA driver is version %s, and CUDA 11 wants %s or later"
                .formatted(matcher.group("driver"), FIRST_DRIVER))
        : Optional.empty();
  }

  private static Backend cpu(String why) {
    return new Backend(Optional.of("Running on the CPU: " + why + "."));
  }

  private static String firstLine(String output) {
    return output.lines().filter(line -> !line.isBlank()).findFirst().orElse("no message");
  }
}
