package org.visualizingweights.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The hardware of a run.
 *
 * @param cpu model
 * @param cores that the process may use
 * @param threads that compute
 * @param memory of the machine, or of the container, in bytes
 */
public record Machine(String cpu, int cores, int threads, long memory) {

  /** The machine that this runs on, of which so many threads compute. */
  public static Machine current(int threads) {
    return new Machine(
        cpuModel(), Runtime.getRuntime().availableProcessors(), threads, memoryBytes());
  }

  private static String cpuModel() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      // Not Linux. Windows has the model in its environment.
      return System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", System.getProperty("os.arch"));
    }
  }

  private static long memoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean os
        ? os.getTotalMemorySize()
        : 0;
  }
}
