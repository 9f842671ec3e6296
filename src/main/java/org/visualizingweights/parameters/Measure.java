package org.visualizingweights.parameters;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.host.Memory;
import org.visualizingweights.parameters.WeightFinder.ParameterRange;

/**
 * Measures the weights of layers in vectors of a network's parameters, of whatever type these are.
 */
sealed interface Measure permits Measure.OfFloats, Measure.OfOthers {

  /**
   * A measure.
   *
   * @param rangesOfLayers for each layer what counts of it
   * @param parameters a vector such as those to be measured
   */
  static Measure of(List<List<ParameterRange>> rangesOfLayers, INDArray parameters) {
    WeightRanges ranges = new WeightRanges(rangesOfLayers);
    return parameters.dataType() == DataType.FLOAT
        ? new OfFloats(ranges)
        : OfOthers.of(ranges, parameters);
  }

  /** The L2 norm of each layer's values; 0 where nothing of it counts. */
  double[] norms(INDArray vector);

  /**
   * The L2 norm of each layer's differences; 0 where nothing of it counts.
   *
   * @param copy of an earlier vector
   */
  double[] distances(INDArray vector, INDArray copy);

  /** Copies what counts of a vector to a copy. */
  void copy(INDArray vector, INDArray copy);

  /** Memory for a copy of a vector. */
  INDArray newCopy(long length);

  private static INDArray empty(DataType type, long length) {
    try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return Nd4j.createUninitialized(type, length);
    }
  }

  /** Reads the vectors where they are. */
  record OfFloats(WeightRanges ranges) implements Measure {
    @Override
    public double[] norms(INDArray vector) {
      return ranges.norms(Memory.floats(vector));
    }

    @Override
    public double[] distances(INDArray vector, INDArray copy) {
      return ranges.distances(Memory.floats(vector), Memory.floats(copy));
    }

    @Override
    public void copy(INDArray vector, INDArray copy) {
      ranges.copy(Memory.floats(vector), Memory.floats(copy));
    }

    @Override
    public INDArray newCopy(long length) {
      return empty(DataType.FLOAT, length);
    }
  }

  /**
   * Turns vectors into floats, but differences only when they are taken: the update of a double is
   * mostly lost in a float.
   *
   * @param exact of the type in which differences are taken
   */
  record OfOthers(WeightRanges ranges, INDArray exact, INDArray floats) implements Measure {
    static OfOthers of(WeightRanges ranges, INDArray parameters) {
      DataType type = parameters.dataType() == DataType.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
      return new OfOthers(
          ranges, empty(type, parameters.length()), empty(DataType.FLOAT, parameters.length()));
    }

    @Override
    public double[] norms(INDArray vector) {
      floats.assign(vector.reshape(vector.length()));
      return ranges.norms(Memory.floats(floats));
    }

    @Override
    public double[] distances(INDArray vector, INDArray copy) {
      exact.assign(vector.reshape(vector.length())).subi(copy);
      return norms(exact);
    }

    @Override
    public void copy(INDArray vector, INDArray copy) {
      copy.assign(vector.reshape(vector.length()));
    }

    @Override
    public INDArray newCopy(long length) {
      return empty(exact.dataType(), length);
    }
  }
}
