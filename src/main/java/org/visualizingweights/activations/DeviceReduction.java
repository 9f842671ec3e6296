package org.visualizingweights.activations;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.custom.BitCast;
import org.nd4j.linalg.api.ops.impl.shape.Gather;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * Reduces arrays to captures with ND4J's operations, so that arrays in a GPU's memory stay there:
 * what is copied to the host are the counts of the cells and a few sums.
 *
 * <p>Cells are found as {@link Cells} finds them, with integers all the way, so the counts are
 * exact whatever the device does with NaN and subnormal numbers. Moments are sums of doubles, in
 * whatever order the device adds them up.
 *
 * <p>Tested against {@link HostReduction} on ND4J's CPU backend. It has not been run on CUDA
 * hardware.
 */
final class DeviceReduction implements Reduction {
  private static final String WORKSPACE = "CAPTURE";

  /** All that an array needs in between, in one piece of memory that is kept. */
  private static final WorkspaceConfiguration KEPT =
      WorkspaceConfiguration.builder()
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .policySpill(SpillPolicy.REALLOCATE)
          .build();

  private final Cells cells;
  private final INDArray table;
  private final INDArray shift;
  private final INDArray upper;
  private final INDArray signShift;
  private final INDArray magnitude;
  private final INDArray range;
  private final float high;
  private final FloatMemories floats = new FloatMemories();

  /**
   * @throws IllegalArgumentException where {@link #supports} says no
   */
  DeviceReduction(CaptureSettings settings) {
    cells = Cells.of(settings);
    high = (float) settings.high();
    if (!cells.hasTable()) {
      throw new IllegalArgumentException("too many borders for a table: " + settings);
    }
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      table = Nd4j.createFromArray(cells.table());
      shift = Nd4j.scalar(cells.shift());
      signShift = Nd4j.scalar(Integer.SIZE - 1);
      magnitude = Nd4j.scalar(Integer.MAX_VALUE);
      upper = Nd4j.scalar(cells.table().length - 1);
      range = Nd4j.createFromArray(0, cells.size());
    }
  }

  /** Whether the cells can be looked up; else the bins are narrower than floats allow for. */
  static boolean supports(CaptureSettings settings) {
    return Cells.of(settings).hasTable();
  }

  @Override
  public List<Capture> capture(List<Activations> activations) {
    List<FloatArray> arrays = floats.of(activations);
    return IntStream.range(0, arrays.size())
        .mapToObj(i -> capture(activations.get(i).vertex(), arrays.get(i)))
        .toList();
  }

  private Capture capture(String name, FloatArray array) {
    if (array.array().isEmpty()) {
      return cells.capture(
          name,
          new long[cells.size()],
          Moments.NONE,
          Optional.of(new ChannelCounts(array.array().size(1), 0, 0)));
    }
    try (MemoryWorkspace scratch =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(KEPT, WORKSPACE)) {
      // Bits are copied with all of the memory that is behind an array.
      INDArray own = array.array().isView() ? array.array().dup('c') : array.array();
      INDArray values = own.reshape(own.length());
      INDArray bits = Nd4j.exec(new BitCast(values, DataType.INT32))[0];
      Optional<ChannelCounts> channels =
          array.hasChannels()
              ? Optional.of(channels(bits, array.array().shape(), array.channelDimension()))
              : Optional.empty();
      long[] counts = count(bits);
      Capture counted = cells.capture(name, counts, Moments.NONE, channels);
      long finite = values.length() - counted.nans() - counted.infinities();
      return cells.capture(name, counts, moments(values, finite), channels);
    }
  }

  /**
   * See {@link Floats#rankOfBits}; leaves the bits as they are.
   *
   * @param bits in C order
   */
  private ChannelCounts channels(INDArray bits, long[] shape, int dimension) {
    long before = LongStream.of(shape).limit(dimension).reduce(1, (a, b) -> a * b);
    long channels = shape[dimension];
    long size = bits.length() / channels;
    INDArray ranks =
        Nd4j.bitwise()
            .xor(bits, Nd4j.bitwise().and(Nd4j.bitwise().rightShift(bits, signShift), magnitude))
            .reshape(before, channels, size / before);
    float[] least = Floats.ofRanks(ranks.min(0, 2).toIntVector());
    float[] greatest = Floats.ofRanks(ranks.max(0, 2).toIntVector());
    return ChannelCounts.of(least, greatest, size, high);
  }

  /** See {@link Cells#of}; the shifts keep the sign, so what they fill in is cut off. */
  private long[] count(INDArray bits) {
    INDArray entries = Nd4j.exec(new Gather(table, upperBits(bits), 0))[0];
    INDArray found = upperBits(entries.addi(bits));
    return Nd4j.exec(
        DynamicCustomOp.builder("histogram_fixed_width")
            .addInputs(found, range)
            .addIntegerArguments(cells.size())
            .build())[0]
        .toLongVector();
  }

  private INDArray upperBits(INDArray bits) {
    return Nd4j.bitwise().and(Nd4j.bitwise().rightShift(bits, shift), upper);
  }

  /**
   * The moments of the finite values, from their distances to the smallest one; the others get the
   * distance zero. As that is at most sqrt(n) standard deviations away from the mean (P. A.
   * Samuelson, "How deviant can you be?", 1968), n is all that the subtraction magnifies errors by.
   */
  private static Moments moments(INDArray values, long finite) {
    if (finite == 0) {
      return Moments.NONE;
    }
    INDArray doubles = values.castTo(DataType.DOUBLE);
    if (finite < values.length()) {
      BooleanIndexing.replaceWhere(doubles, Double.POSITIVE_INFINITY, Conditions.isNan());
      BooleanIndexing.replaceWhere(doubles, Double.POSITIVE_INFINITY, Conditions.isInfinite());
      BooleanIndexing.replaceWhere(doubles, doubles.minNumber(), Conditions.isInfinite());
    }
    double min = doubles.minNumber().doubleValue();
    double max = doubles.maxNumber().doubleValue();
    double sum = doubles.subi(min).sumNumber().doubleValue();
    double sumOfSquares = doubles.muli(doubles).sumNumber().doubleValue();
    double mean = sum / finite;
    return new Moments(finite, min + mean, sumOfSquares - sum * mean, (float) min, (float) max);
  }
}
