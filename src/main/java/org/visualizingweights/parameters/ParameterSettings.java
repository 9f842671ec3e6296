package org.visualizingweights.parameters;

import java.util.Optional;

/**
 * At which steps parameters are recorded: at those that {@code every} divides, and at the last. And
 * at 0, 1, 2, 4 … 64, since much happens early.
 *
 * @param every steps between records, at least 1
 * @param last the last iteration of the run; -1 where that is not known
 * @param kernels the vertex whose kernels are recorded too; where there is none, or the network has
 *     no such convolution, none are
 */
public record ParameterSettings(int every, int last, Optional<String> kernels) {
  private static final int LAST_EARLY = 64;

  public ParameterSettings {
    if (every < 1) {
      throw new IllegalArgumentException(
          "a record at every n-th step needs an n of at least 1, not " + every);
    }
  }

  boolean include(int iteration) {
    boolean early = iteration <= LAST_EARLY && Integer.bitCount(iteration) <= 1;
    return early || iteration % every == 0 || iteration == last;
  }
}
