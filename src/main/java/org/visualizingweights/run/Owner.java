package org.visualizingweights.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that writes a run. Process numbers are used again, so its start is kept too.
 *
 * @param pid the number the system gave it
 * @param started when it started, where the system tells
 */
public record Owner(long pid, Optional<Instant> started) {

  /** Linux derives a start from the clock at boot, which may be corrected later. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** This process. */
  public static Owner current() {
    ProcessHandle self = ProcessHandle.current();
    return new Owner(self.pid(), self.info().startInstant());
  }

  /** Whether that very process is still alive on this machine. */
  public boolean alive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(this::startedWhenOwnerDid)
        .isPresent();
  }

  private boolean startedWhenOwnerDid(ProcessHandle process) {
    Optional<Instant> other = process.info().startInstant();
    return started.isEmpty()
        || other.isEmpty()
        || Duration.between(started.get(), other.get()).abs().compareTo(TOLERANCE) <= 0;
  }
}
