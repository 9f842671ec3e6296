package org.visualizingweights.training;

import java.util.Optional;
import org.visualizingweights.Key;
import org.visualizingweights.model.given.Optimizer;

/** How gradients become updates. */
public record OptimizerSettings(
    @Key(
            name = "optimizer",
            value =
                "How gradients become updates: `adamw` or `sgd`. Networks of the zoo, and of files, have"
                    + " updaters of their own; these stay unless a file says it.")
        Algorithm algorithm,
    @Key(value = "Of `sgd`.", least = 0, below = 1) double momentum,
    @Key(value = "Decoupled from the gradient, on every trained parameter.", least = 0)
        double weightDecay,
    @Key(
            name = "betas",
            value = "Of `adamw`: the decay of its mean of the gradients,",
            least = 0,
            below = 1)
        double beta1,
    @Key(name = "betas", value = "and of that of their squares.") double beta2,
    @Key(
            name = "eps",
            value = "Of `adamw`: what is added to the root of its corrected second moment.",
            above = 0)
        double epsilon) {

  /** AdamW as fastai v1 sets it, which is what experiments do by default. */
  public static final OptimizerSettings ADAMW =
      new OptimizerSettings(Algorithm.ADAMW, 0.9, 0.01, 0.9, 0.99, 1e-5);

  /** The one of Deeplearning4j's that is to take the place of a network's own, if any is. */
  public Optional<Optimizer> replacement() {
    return switch (algorithm) {
      case ADAMW -> Optional.of(Optimizer.adamW(beta1, beta2, epsilon, weightDecay));
      case SGD -> Optional.of(Optimizer.sgd(momentum, weightDecay));
      case OWN -> Optional.empty();
    };
  }

  /** The optimisers, by their name in YAML in lower case. */
  public enum Algorithm {
    ADAMW,
    SGD,
    /** What the network itself has, where it is not ours. */
    OWN
  }
}
