package org.visualizingweights.findings;

import java.util.Locale;

/** How training went. */
public enum Outcome {
  /** Nothing can be said: no epoch is over yet, or the loss alone does not tell. */
  UNKNOWN,
  LEARNED,
  /** Fewer mistakes are made than by guessing, though still many. */
  SOMETHING_LEARNED,
  /** In training the loss is below that of guessing; in validation as many mistakes are made. */
  NOTHING_IN_VALIDATION,
  /**
   * The error rate is that of guessing, and so is the loss; where guessing is not known, the error
   * rate is high, and the loss about what it was at the start, or not much below.
   */
  NOTHING_LEARNED,
  /** The loss is far above that of the start, or not finite. */
  DIVERGED;

  /** The outcome's name in files, as {@code nothing-learned}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
