package org.visualizingweights.sweep.spark;

import java.util.Optional;

/**
 * What the process of Spark's driver says, one JSON object a line, of which one part is there.
 *
 * @param ready Spark has begun
 * @param slots how many runs the workers that are there can execute at once
 * @param over nobody executes a run any more
 * @param waits what it waits for, with cures where that is in vain
 * @param failed why Spark cannot be used at all, with a cure
 */
record DriverWord(
    Optional<Ready> ready,
    Optional<Integer> slots,
    Optional<Over> over,
    Optional<String> waits,
    Optional<String> failed) {

  /** It has failed. */
  static DriverWord failed(String why) {
    return new DriverWord(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(why));
  }

  /**
   * @param host by which the workers reach this machine
   * @param version of Spark
   */
  record Ready(String host, String version) {}

  /**
   * @param run its number
   * @param problem why the last attempt came to nothing, if so
   */
  record Over(int run, Optional<String> problem) {}
}
