package org.visualizingweights.activations;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reduces arrays to captures, in one pass over the host's memory and on all processors.
 *
 * <p>The memory is read block by block, each small enough to stay in the fastest cache while it is
 * counted and summed up. Blocks and their order are the same however many threads work, so the same
 * arrays always give the same captures, to the last digit.
 */
final class Capturer implements Reduction {
  private static final int BLOCK = 4096;
  private static final int BLOCKS_PER_PART = 16;
  private static final int PART = BLOCK * BLOCKS_PER_PART;

  private final Cells cells;

  Capturer(CaptureSettings settings) {
    this.cells = Cells.of(settings);
  }

  /** Some consecutive values of one array. */
  private record Part(int array, FloatBuffer values, int from, int to) {}

  /** What is known of one part: the counts of its cells, and its moments. */
  private record Tally(int array, int[] counts, Moments moments) {}

  @Override
  public List<Capture> capture(List<String> names, List<INDArray> arrays) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < arrays.size(); i++) {
      FloatBuffer values = values(arrays.get(i));
      for (int from = 0; from < values.capacity(); from += PART) {
        parts.add(new Part(i, values, from, Math.min(from + PART, values.capacity())));
      }
    }
    Tally[] tallies =
        IntStream.range(0, parts.size())
            .parallel()
            .mapToObj(i -> tally(parts.get(i)))
            .toArray(Tally[]::new);
    return IntStream.range(0, arrays.size())
        .mapToObj(i -> merge(names.get(i), i, tallies))
        .toList();
  }

  private Tally tally(Part part) {
    int[] counts = cells.newRows();
    Moments moments = Moments.NONE;
    float[] block = new float[BLOCK];
    for (int from = part.from(); from < part.to(); from += BLOCK) {
      int length = Math.min(BLOCK, part.to() - from);
      part.values().get(from, block, 0, length);
      cells.count(block, length, counts);
      moments = moments.and(Moments.of(block, length));
    }
    return new Tally(part.array(), cells.sumRows(counts), moments);
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
    int[] dimensions =
        IntStream.range(0, array.rank())
            .filter(d -> array.size(d) > 1)
            .boxed()
            .sorted((a, b) -> Long.compare(array.stride(a), array.stride(b)))
            .mapToInt(Integer::intValue)
            .toArray();
    long expected = 1;
    for (int d : dimensions) {
      if (array.stride(d) != expected) {
        return false;
      }
      expected *= array.size(d);
    }
    return Arrays.stream(array.shape()).allMatch(size -> size > 0);
  }
}
