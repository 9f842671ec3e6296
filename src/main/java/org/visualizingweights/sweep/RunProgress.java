package org.visualizingweights.sweep;

/**
 * How far a run is.
 *
 * @param steps done since it began, those before it was resumed too
 * @param planned steps of the whole run; 0 as long as that is not known
 * @param signs of life so far: it has done a step, or validated a batch, between one and the next
 */
public record RunProgress(int steps, int planned, long signs) {
  /** Nothing was heard yet. */
  public static final RunProgress NONE = new RunProgress(0, 0, 0);

  /** After one more sign of life. */
  public RunProgress then(int newSteps, int newPlanned) {
    return new RunProgress(newSteps, newPlanned, signs + 1);
  }

  /** The part of the run that is done, from 0 to 1. */
  public double part() {
    return planned == 0 ? 0 : Math.min(1, (double) steps / planned);
  }
}
