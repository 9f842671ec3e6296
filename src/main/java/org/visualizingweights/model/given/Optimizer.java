package org.visualizingweights.model.given;

import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * An updater of Deeplearning4j's that takes the place of a network's own.
 *
 * @param name what experiments call it
 * @param updater at any learning rate
 * @param weightDecay decoupled from the gradient, multiplied by the learning rate
 */
public record Optimizer(String name, IUpdater updater, double weightDecay) {

  /** Adam with decoupled weight decay. */
  public static Optimizer adamW(double beta1, double beta2, double epsilon, double weightDecay) {
    return new Optimizer("adamw", new Adam(1, beta1, beta2, epsilon), weightDecay);
  }

  /** Stochastic gradient descent, with Nesterov's momentum. */
  public static Optimizer sgd(double momentum, double weightDecay) {
    return new Optimizer("sgd", new Nesterovs(1, momentum), weightDecay);
  }
}
