package org.visualizingweights.run;

/**
 * How much of a run is done. Of one that was watched in a user's program nobody knows what is to
 * come: nothing is planned.
 *
 * @param steps done
 * @param stepsPlanned of the whole run; 0 where that is not known
 * @param epochs finished, with their validation
 * @param epochsPlanned of the whole run; 0 where that is not known
 * @param nonFiniteLosses steps whose loss was NaN or infinite
 */
public record Progress(
    int steps, int stepsPlanned, int epochs, int epochsPlanned, long nonFiniteLosses) {

  /** Nothing done yet, and not known how much there is to do. */
  public static final Progress UNPLANNED = planned(0, 0);

  public Progress {
    if (steps < 0 || stepsPlanned < 0 || epochs < 0 || epochsPlanned < 0 || nonFiniteLosses < 0) {
      throw new IllegalArgumentException("a run cannot have done less than nothing");
    }
  }

  /** Whether it is known how much there is to do. */
  public boolean hasPlan() {
    return stepsPlanned > 0;
  }

  /** Training steps of an epoch, as planned. */
  public int stepsPerEpoch() {
    return stepsPlanned / Math.max(1, epochsPlanned);
  }

  /** Nothing done yet. */
  public static Progress planned(int steps, int epochs) {
    return new Progress(0, steps, 0, epochs, 0);
  }

  /** After one more step. */
  public Progress afterStep(double loss) {
    return new Progress(
        steps + 1,
        stepsPlanned,
        epochs,
        epochsPlanned,
        nonFiniteLosses + (Double.isFinite(loss) ? 0 : 1));
  }

  /** After one more epoch. */
  public Progress afterEpoch() {
    return new Progress(steps, stepsPlanned, epochs + 1, epochsPlanned, nonFiniteLosses);
  }
}
