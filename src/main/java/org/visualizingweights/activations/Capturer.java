package org.visualizingweights.activations;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reduces arrays to captures, in one pass over the host's memory and on all processors.
 *
 * <p>The memory is read block by block, each small enough to stay in the fastest cache while it is
 * counted and summed up. Blocks and their order are the same however many threads work, so the same
 * arrays always give the same captures, to the last digit. One capture is made at a time.
 */
final class Capturer implements Reduction {
  private static final int BLOCK = 4096;
  private static final int BLOCKS_PER_PART = 8;
  private static final int PART = BLOCK * BLOCKS_PER_PART;

  private final Cells cells;
  private final Worker[] workers;

  Capturer(CaptureSettings settings) {
    this.cells = Cells.of(settings);
    this.workers =
        Stream.generate(() -> new Worker(cells))
            .limit(Runtime.getRuntime().availableProcessors())
            .toArray(Worker[]::new);
  }

  /** Some consecutive values of one array. */
  private record Part(int array, FloatBuffer values, int from, int to) {}

  /** What is known of one part: the counts of its cells, and its moments. */
  private record Tally(int array, int[] counts, Moments moments) {}

  /** Tallies one part after the other, always in the same memory, which so stays in the cache. */
  private static final class Worker {
    private final Cells cells;
    private final int[] counts;
    private final float[] block = new float[BLOCK];

    Worker(Cells cells) {
      this.cells = cells;
      this.counts = cells.newRows();
    }

    Tally tally(Part part) {
      Arrays.fill(counts, 0);
      Moments moments = Moments.NONE;
      for (int from = part.from(); from < part.to(); from += BLOCK) {
        int length = Math.min(BLOCK, part.to() - from);
        part.values().get(from, block, 0, length);
        cells.count(block, length, counts);
        moments = moments.and(Moments.of(block, length));
      }
      return new Tally(part.array(), cells.sumRows(counts), moments);
    }
  }

  @Override
  public List<Capture> capture(List<String> names, List<INDArray> arrays) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < arrays.size(); i++) {
      FloatBuffer values = values(arrays.get(i));
      for (int from = 0; from < values.capacity(); from += PART) {
        parts.add(new Part(i, values, from, Math.min(from + PART, values.capacity())));
      }
    }
    Tally[] tallies = new Tally[parts.size()];
    AtomicInteger next = new AtomicInteger();
    Arrays.stream(workers)
        .parallel()
        .forEach(
            worker -> {
              for (int i = next.getAndIncrement(); i < tallies.length; i = next.getAndIncrement()) {
                tallies[i] = worker.tally(parts.get(i));
              }
            });
    return IntStream.range(0, arrays.size())
        .mapToObj(i -> merge(names.get(i), i, tallies))
        .toList();
  }

  private Capture merge(String name, int array, Tally[] tallies) {
    long[] counts = new long[cells.size()];
    Moments moments = Moments.NONE;
    for (Tally tally : tallies) {
      if (tally.array() == array) {
        for (int i = 0; i < counts.length; i++) {
          counts[i] += tally.counts()[i];
        }
        moments = moments.and(tally.moments());
      }
    }
    return cells.capture(name, counts, moments);
  }

  /** The array's own memory where that is all its values and nothing else; a copy otherwise. */
  private static FloatBuffer values(INDArray array) {
    boolean own = array.dataType() == DataType.FLOAT && !array.isView() && isDense(array);
    INDArray dense = own ? array : array.castTo(DataType.FLOAT).dup('c');
    Nd4j.getAffinityManager().ensureLocation(dense, AffinityManager.Location.HOST);
    return dense.data().pointer().asByteBuffer().asFloatBuffer().slice(0, (int) dense.length());
  }

  /** Whether the strides, in whatever order, leave no gaps and visit nothing twice. */
  static boolean isDense(INDArray array) {
    long[] shape = array.shape();
    long[] strides = array.stride();
    long covered = 1;
    boolean grown = true;
    while (grown) {
      grown = false;
      for (int d = 0; d < shape.length; d++) {
        if (shape[d] > 1 && strides[d] == covered) {
          covered *= shape[d];
          grown = true;
        }
      }
    }
    return covered == array.length();
  }
}
