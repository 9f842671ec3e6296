package org.visualizingweights.sweep.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.visualizingweights.host.Threads;
import org.visualizingweights.launch.ExitStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The process of Spark's driver. */
final class SparkDriver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SparkDriver.class);
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final int SECONDS_TO_END = 30;

  private final Process process;
  private final PrintStream orders;

  /**
   * @param heard is told what it says, and in the end that it has failed, on a thread of its own
   */
  SparkDriver(ProcessBuilder builder, Consumer<DriverWord> heard) throws IOException {
    process = builder.start();
    orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Threads.daemon("spark-driver", () -> listen(heard)).start();
  }

  private void listen(Consumer<DriverWord> heard) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        word(line).ifPresent(heard);
      }
    } catch (IOException e) {
      // It is gone.
    }
    heard.accept(
        DriverWord.failed(
            "The process of Spark's driver %s; what it said last is in logs/spark.log of the sweep."
                .formatted(ExitStatus.inWords(process.onExit().join().exitValue()))));
  }

  private static Optional<DriverWord> word(String line) {
    try {
      return Optional.of(MAPPER.readValue(line, DriverWord.class));
    } catch (JacksonException e) {
      LOG.debug("Spark's driver says: {}", line);
      return Optional.empty();
    }
  }

  /** Tells it something. */
  void tell(Map<String, Object> order) {
    orders.println(MAPPER.writeValueAsString(order));
  }

  /** Has it give back all that it has of the cluster; ends it where that takes long. */
  @Override
  public void close() {
    orders.close();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
