package org.visualizingweights.host;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory further processes may take. */
public final class FreeMemory {
  private static final String AVAILABLE = "MemAvailable:";

  private FreeMemory() {}

  /**
   * What is free or can be made free, in bytes, of the machine and of the container.
   *
   * @return a guess where the system does not tell
   */
  public static long bytes() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith(AVAILABLE))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .map(available -> Math.min(available, system.getTotalMemorySize()))
          .findFirst()
          .orElseGet(system::getFreeMemorySize);
    } catch (IOException e) {
      return system.getFreeMemorySize(); // not Linux
    }
  }
}
