package org.visualizingweights.activations;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Turns what a vertex puts out into floats that leave no gaps. Most arrays are such floats already,
 * and stay where they are; others are copied, always into the same memory, outside of all
 * workspaces.
 *
 * <p>A double beyond the range of floats becomes infinite, one too near to zero becomes zero. Of a
 * masked array only what is not masked is copied.
 */
final class FloatMemory {
  private final Kept all = new Kept();
  private final Kept unmasked = new Kept();

  /** Memory that is used again, and grows where it has to. */
  private static final class Kept {
    private INDArray floats = null; // until it is needed, which it mostly is not

    INDArray as(long... shape) {
      long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      if (floats == null || floats.length() < length) {
        if (floats != null) {
          floats.close();
        }
        floats = Nd4j.createUninitialized(DataType.FLOAT, length);
      }
      return floats.get(NDArrayIndex.interval(0, length)).reshape('c', shape);
    }
  }

  /** The floats, which are there until this is called again. */
  FloatArray floats(Activations activations) {
    INDArray values = activations.values();
    int channels = activations.channelDimension();
    boolean whole = activations.mask().isEmpty() || channels == FloatArray.WITHOUT_CHANNELS;
    if (whole && isPlain(values)) {
      return new FloatArray(values, channels);
    }
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return activations
          .mask()
          .filter(mask -> !whole)
          .flatMap(mask -> Mask.of(mask, values.shape(), channels))
          .map(mask -> rows(values, channels, mask.unmasked()))
          .orElseGet(() -> new FloatArray(isPlain(values) ? values : copy(values), channels));
    }
  }

  private static boolean isPlain(INDArray array) {
    return array.dataType() == DataType.FLOAT && !array.isView() && isDense(array);
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

  private INDArray copy(INDArray values) {
    return all.as(values.shape()).assign(values);
  }

  /** Some positions of an array, one a row, all channels of each. */
  private FloatArray rows(INDArray values, int channels, int[] positions) {
    long width = values.size(channels);
    if (positions.length == 0) {
      return new FloatArray(Nd4j.create(DataType.FLOAT, 0, width), 1);
    }
    INDArray ordered = values.permute(channelsLast(values.rank(), channels));
    all.as(ordered.shape()).assign(ordered);
    INDArray rows = unmasked.as(positions.length, width);
    Nd4j.pullRows(all.as(values.length() / width, width), rows, 1, positions);
    return new FloatArray(rows, 1);
  }

  private static int[] channelsLast(int rank, int channels) {
    return IntStream.concat(
            IntStream.range(0, rank).filter(d -> d != channels), IntStream.of(channels))
        .toArray();
  }
}
