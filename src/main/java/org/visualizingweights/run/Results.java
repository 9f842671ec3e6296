package org.visualizingweights.run;

import java.util.Optional;

/**
 * What became of a run's charts and report.
 *
 * @param made whether they are there, all of them
 * @param reason why not, in one sentence
 */
public record Results(boolean made, Optional<String> reason) {
  /** The run goes on, or has ended in the middle of making them. */
  public static final Results NOT_YET = new Results(false, Optional.of("not made yet"));

  public static final Results MADE = new Results(true, Optional.empty());

  public static Results missing(String why) {
    return new Results(false, Optional.of(why));
  }
}
