package org.visualizingweights.run;

import java.time.Instant;
import java.util.Optional;

/**
 * That a run went on in another process.
 *
 * @param at when
 * @param step the number of steps that were done, of which the run still had everything
 * @param versions of the software from then on
 * @param machine that it ran on from then on
 * @param backend ND4J's, its device and layers, from then on; empty in older runs
 */
public record Resumed(
    Instant at, int step, Versions versions, Machine machine, Optional<String> backend) {

  public Resumed {
    backend = backend == null ? Optional.empty() : backend;
  }
}
