package org.visualizingweights.execution;

import java.util.function.Supplier;

/** How a run is asked to end before its time. */
@FunctionalInterface
public interface Stop {

  /** Whether it is asked to; looked at between two steps, and between two batches of validation. */
  boolean requested();

  /**
   * From now on, there is a run to finish: whoever ends the program waits for it.
   *
   * @param whatWasKept says in a sentence what there is where nobody does; asked on another thread
   */
  default void finishFirst(Supplier<String> whatWasKept) {}
}
