package org.visualizingweights.data;

/**
 * A change of brightness and contrast, linear in the logit of a value as in fastai v1: no value
 * leaves (0, 1), and grey changes more than black and white.
 *
 * @param shift added to the logit
 * @param scale by which the sum is multiplied
 */
record Lighting(double shift, double scale) {
  static final Lighting NEUTRAL = new Lighting(0, 1);

  /** fastai's bound, which keeps the logit finite. */
  private static final double CLOSEST = 1e-7;

  /**
   * @param brightness from 0 to 1; 0.5 changes nothing
   * @param contrast more than 0; 1 changes nothing
   */
  static Lighting of(double brightness, double contrast) {
    return new Lighting(logit(brightness), contrast);
  }

  /** A value from 0 to 1 in this light. */
  float apply(float value) {
    return (float) (1 / (1 + Math.exp(-scale * (logit(value) + shift))));
  }

  private static double logit(double value) {
    double inside = Math.min(1 - CLOSEST, Math.max(CLOSEST, value));
    return Math.log(inside / (1 - inside));
  }
}
