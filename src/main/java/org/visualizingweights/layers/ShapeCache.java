package org.visualizingweights.layers;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a layer has prepared for the shapes of input that it met last: the batches of training, of
 * validation, and the last, smaller one.
 *
 * @param <P> what is prepared
 */
final class ShapeCache<P> {

  private static final int KEPT = 4;

  private record Slot<P>(long[] shape, P plan) {}

  private final Deque<Slot<P>> slots = new ArrayDeque<>();
  private final Function<long[], P> prepare;

  ShapeCache(Function<long[], P> prepare) {
    this.prepare = prepare;
  }

  /** What is prepared now. */
  Stream<P> all() {
    return slots.stream().map(Slot::plan);
  }

  P forShape(long[] shape) {
    for (Slot<P> slot : slots) {
      if (Arrays.equals(slot.shape, shape)) {
        return slot.plan;
      }
    }
    if (slots.size() == KEPT) {
      slots.removeLast();
    }
    P plan = prepare.apply(shape.clone());
    slots.addFirst(new Slot<>(shape.clone(), plan));
    return plan;
  }
}
