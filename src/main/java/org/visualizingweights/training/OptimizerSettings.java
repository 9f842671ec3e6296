package org.visualizingweights.training;

/**
 * How gradients become updates.
 *
 * @param momentum of SGD; AdamW does not use it
 * @param weightDecay decoupled from the gradient, on every trained parameter
 * @param beta1 decay of AdamW's mean of the gradients
 * @param beta2 decay of AdamW's mean of their squares
 * @param epsilon added to the root of AdamW's corrected second moment
 */
public record OptimizerSettings(
    Algorithm algorithm,
    double momentum,
    double weightDecay,
    double beta1,
    double beta2,
    double epsilon) {

  /** The optimisers, by their name in YAML in lower case. */
  public enum Algorithm {
    ADAMW,
    SGD
  }
}
