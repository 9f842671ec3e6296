package org.visualizingweights.sweep;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A run that an {@link Engine} executes. */
public interface Execution {

  /** How far it is, by what was last heard of it. */
  RunProgress progress();

  /** Whether there is no process at the moment that could go on with it. */
  default boolean isWaiting() {
    return false;
  }

  /**
   * Completes when nobody writes to the run's folder any more, which is then in its place: with a
   * sentence where the run could not be begun, or its process broke down.
   */
  CompletableFuture<Optional<String>> end();

  /** Has it end between two steps and finish its files. */
  void stop();

  /** Ends it at once. */
  void kill();
}
