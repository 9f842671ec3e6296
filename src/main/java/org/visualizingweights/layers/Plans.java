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
final class Plans<P> {

  private static final int KEPT = 4;

  private record Entry<P>(long[] shape, P plan) {}

  private final Deque<Entry<P>> entries = new ArrayDeque<>();
  private final Function<long[], P> prepare;

  Plans(Function<long[], P> prepare) {
    this.prepare = prepare;
  }

  /** What is prepared now. */
  Stream<P> all() {
    return entries.stream().map(Entry::plan);
  }

  P forShape(long[] shape) {
    for (Entry<P> entry : entries) {
      if (Arrays.equals(entry.shape, shape)) {
        return entry.plan;
      }
    }
    if (entries.size() == KEPT) {
      entries.removeLast();
    }
    P plan = prepare.apply(shape.clone());
    entries.addFirst(new Entry<>(shape.clone(), plan));
    return plan;
  }
}
