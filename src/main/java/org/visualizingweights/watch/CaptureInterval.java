package org.visualizingweights.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Finds how often a network can be captured for a twentieth of the time that its training takes,
 * from its first steps. The first half of these is slow, as code is compiled and memory laid out,
 * and does not count; of the others, the medians do.
 *
 * <p>A capture costs more than the time that it takes: what it reads pushes the network's weights
 * out of the caches, its counts are encoded and written, and that takes a core from the threads
 * that compute. With a LeNet it was two and a half times as much, with a ResNet-18 up to four
 * times, and so 1 % of a step is what it may take itself.
 */
final class CaptureInterval {
  /** Steps that are timed. */
  static final int STEPS = 20;

  private static final double SHARE = 0.01;

  private final List<Long> steps = new ArrayList<>();
  private final List<Long> captures = new ArrayList<>();

  /**
   * Takes the time of one step.
   *
   * @param step nanoseconds from the end of the step before to its own, all told
   * @param capture nanoseconds of these that its capture took
   * @return how many steps there should be from one capture to the next, once that is known
   */
  OptionalInt add(long step, long capture) {
    steps.add(step - capture);
    captures.add(capture);
    return steps.size() < STEPS ? OptionalInt.empty() : OptionalInt.of(interval());
  }

  private int interval() {
    double affordable = SHARE * Math.max(1, median(steps));
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.ceil(median(captures) / affordable)));
  }

  private static long median(List<Long> all) {
    List<Long> late = all.subList(STEPS / 2, STEPS).stream().sorted().toList();
    return late.get(late.size() / 2);
  }
}
