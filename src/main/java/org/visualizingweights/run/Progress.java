package org.visualizingweights.run;

/**
 * How much of a run is done.
 *
 * @param steps done
 * @param stepsPlanned of the whole run
 * @param epochs finished, with their validation
 * @param epochsPlanned of the whole run
 * @param nonFiniteLosses steps whose loss was NaN or infinite
 */
public record Progress(
    int steps, int stepsPlanned, int epochs, int epochsPlanned, long nonFiniteLosses) {

  public Progress {
    if (steps < 0 || stepsPlanned < 0 || epochs < 0 || epochsPlanned < 0 || nonFiniteLosses < 0) {
      throw new IllegalArgumentException("a run cannot have done less than nothing");
    }
  }

  /** Training steps of an epoch. */
  public int stepsPerEpoch() {
    return stepsPlanned / Math.max(1, epochsPlanned);
  }

  /** Nothing done yet. */
  public static Progress planned(int steps, int epochs) {
    return new Progress(0, steps, 0, epochs, 0);
  }
}
