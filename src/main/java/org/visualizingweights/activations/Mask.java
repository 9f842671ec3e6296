package org.visualizingweights.activations;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which positions of an array count: those that are not padding. A position is what all dimensions
 * but that of the channels make up.
 *
 * @param unmasked positions that count, in order, as the array has them in C order
 */
record Mask(int[] unmasked) {

  /**
   * The mask of an array.
   *
   * @param mask as {@code dl4j.Dl4jNetwork.masks} has it; 0 is padding
   * @param shape of the array
   * @param channels the dimension of its channels
   * @return empty where the mask leaves out nothing, or is not of such an array
   */
  static Optional<Mask> of(INDArray mask, long[] shape, int channels) {
    long[] positions = without(channels, shape);
    long[] own =
        mask.rank() == shape.length && mask.size(1) == 1
            ? without(1, mask.shape())
            : withOnes(mask.shape(), positions.length);
    boolean fits =
        own.length == positions.length
            && IntStream.range(0, own.length).allMatch(d -> own[d] == positions[d] || own[d] == 1);
    if (!fits) {
      return Optional.empty();
    }
    float[] flat = spread(mask.reshape(own), positions).data().asFloat();
    int[] unmasked = IntStream.range(0, flat.length).filter(i -> flat[i] != 0).toArray();
    return unmasked.length < flat.length ? Optional.of(new Mask(unmasked)) : Optional.empty();
  }

  private static INDArray spread(INDArray mask, long[] shape) {
    INDArray spread = Nd4j.createUninitialized(DataType.FLOAT, shape);
    return spread.assign(mask.castTo(DataType.FLOAT).broadcast(shape));
  }

  private static long[] without(int dimension, long[] shape) {
    return IntStream.range(0, shape.length)
        .filter(d -> d != dimension)
        .mapToLong(d -> shape[d])
        .toArray();
  }

  private static long[] withOnes(long[] shape, int rank) {
    long[] extended = Arrays.copyOf(shape, Math.max(shape.length, rank));
    Arrays.fill(extended, shape.length, extended.length, 1);
    return extended;
  }
}
