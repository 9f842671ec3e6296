package org.visualizingweights.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A Python with PyTorch and torchvision, such as Debian's python3-torchvision; not on every
 * machine.
 */
final class Torch {
  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  private final String python;

  private Torch(String python) {
    this.python = python;
  }

  /** Skips the test where there is none. */
  static Torch required() {
    for (String python : PYTHONS) {
      if (run(List.of(python, "-c", "import torch, torchvision")) == 0) {
        return new Torch(python);
      }
    }
    return Assumptions.abort(
        "No Python with torch and torchvision; on Debian: apt install python3-torchvision");
  }

  /** Runs a script of the test resources, from a copy in the folder. */
  void run(Path folder, String script, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(python);
    command.add(Resources.copy(script, folder).toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    assertThat(run(command)).as(script).isZero();
  }

  private static int run(List<String> command) {
    try {
      return new ProcessBuilder(command)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1; // there is no such Python
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  static void write(float[] values, Path file) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(file, bytes.array());
  }
}
