package org.visualizingweights.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.visualizingweights.model.given.GivenNetwork;
import org.visualizingweights.training.OptimizerSettings.Algorithm;

/**
 * The keys that mean nothing for an experiment's network: a file that says them is mistaken, and
 * they are not written.
 */
final class UnusedKeys {
  private UnusedKeys() {}

  /** Why not, in a sentence, by the keys. */
  static Map<String, String> of(Experiment experiment) {
    Map<String, String> unused = new LinkedHashMap<>();
    if (experiment.network() instanceof GivenNetwork network) {
      String title = network.title();
      unused.put("head", "%s has the head that it has; leave this out".formatted(title));
      for (String key : List.of("weights", "weights-fallback")) {
        unused.put(
            key, "is for resnet18 and resnet34, and not for %s; leave it out".formatted(title));
      }
      if (experiment.optimizer().algorithm() == Algorithm.OWN) {
        for (String key : List.of("optimizer", "momentum", "weight-decay", "betas", "eps")) {
          unused.put(
              key,
              "%s keeps its own updaters; leave this out, or say optimizer: adamw or sgd"
                  .formatted(title));
        }
      }
    }
    return unused;
  }
}
