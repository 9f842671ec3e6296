package org.visualizingweights.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that writes a run, so that people find it. Whether it still does, {@link RunLock}
 * tells: numbers are used again, and a container or another host counts its own.
 *
 * @param pid the number the system gave it
 * @param started when it started, where the system tells
 * @param host its name; empty in older runs, and where the system does not tell
 * @param boot what Linux calls this run of the machine
 */
public record Owner(
    long pid, Optional<Instant> started, Optional<String> host, Optional<String> boot) {

  /** This process. */
  public static Owner current() {
    ProcessHandle self = ProcessHandle.current();
    return new Owner(self.pid(), self.info().startInstant(), thisHost(), kernel("random/boot_id"));
  }

  private static Optional<String> thisHost() {
    return kernel("hostname").or(() -> Optional.ofNullable(System.getenv("COMPUTERNAME")));
  }

  private static Optional<String> kernel(String name) {
    try {
      return Optional.of(Files.readString(Path.of("/proc/sys/kernel", name)).strip());
    } catch (IOException e) {
      return Optional.empty(); // not Linux
    }
  }

  /** Whether it is a process that lives on this machine; of another machine nothing is known. */
  boolean livesHere() {
    Owner self = current();
    return host.equals(self.host)
        && boot.equals(self.boot)
        && ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(process -> process.info().startInstant().equals(started))
            .isPresent();
  }

  /** Its number, and its host where that is not this one. */
  public String inWords() {
    return "process %s%s"
        .formatted(
            pid, host.filter(name -> !thisHost().equals(host)).map(" on %s"::formatted).orElse(""));
  }
}
