package org.visualizingweights.sweep;

import java.time.Instant;

/**
 * How far a run is.
 *
 * @param steps done since it began, those before it was resumed too
 * @param planned steps of the whole run; 0 as long as that is not known
 * @param heard when it last did a step, or, before the first, when it was begun
 */
public record RunProgress(int steps, int planned, Instant heard) {

  /** The part of the run that is done, from 0 to 1. */
  public double part() {
    return planned == 0 ? 0 : Math.min(1, (double) steps / planned);
  }
}
