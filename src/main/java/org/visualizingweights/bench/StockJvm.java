package org.visualizingweights.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.launch.Logging;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.training.Freeze;

/**
 * Deeplearning4j's own layers as they come: in a JVM of their own, which has none of the settings
 * that a run is given, neither its flags nor its environment.
 *
 * <p>The JVM trains only when it is told to, and otherwise waits.
 */
final class StockJvm implements AutoCloseable {
  /** What the launcher sets for runs. */
  private static final List<String> SETTINGS =
      List.of(
          "MALLOC_ARENA_MAX",
          "MALLOC_MMAP_MAX_",
          "MALLOC_TRIM_THRESHOLD_",
          "OMP_NUM_THREADS",
          "GOMP_SPINCOUNT");

  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;

  StockJvm() {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Trained.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().keySet().removeAll(SETTINGS);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    questions = process.outputWriter();
    answers = process.inputReader();
  }

  /** Trains for some steps; returns their median in milliseconds. */
  double step(int steps) {
    try {
      questions.write(steps + "\n");
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("the JVM with Deeplearning4j's own layers has ended");
      }
      return Double.parseDouble(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the JVM. */
  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Runs in that JVM; ends with its input. */
  static final class Trained {
    private Trained() {}

    public static void main(String[] arguments) throws IOException {
      PrintStream out = System.out;
      System.setOut(System.err);
      Logging.configure();
      ComputationGraph network = Benchmark.network(new StockKit(), Freeze.NONE, 10);
      INDArray images =
          Nd4j.randn(DataType.FLOAT, Benchmark.BATCH, 3, Benchmark.IMAGE, Benchmark.IMAGE);
      INDArray labels = Nd4j.zeros(DataType.FLOAT, Benchmark.BATCH, 10);
      labels.getColumn(0).assign(1);
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        List<Double> times = new ArrayList<>();
        for (int i = Integer.parseInt(line); i > 0; i--) {
          long start = System.nanoTime();
          network.fit(new INDArray[] {images}, new INDArray[] {labels.dup()});
          times.add((System.nanoTime() - start) / 1e6);
        }
        out.println(Measurement.median(times.stream()));
      }
    }
  }
}
