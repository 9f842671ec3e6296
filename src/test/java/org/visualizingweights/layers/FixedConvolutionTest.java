package org.visualizingweights.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.visualizingweights.layers.Bench.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.visualizingweights.host.Memory;
import org.visualizingweights.layers.FixedConvolution.PostOps;

/** Against the convolution of training, and ND4J's arithmetic behind it. */
class FixedConvolutionTest extends OneDnnTest {

  static Stream<Arguments> cases() {
    List<ConvolutionShape> shapes =
        List.of(
            ConvolutionShape.of(new long[] {4, 3, 32, 32}, 8, 7, 2, 3),
            ConvolutionShape.of(new long[] {2, 16, 8, 8}, 16, 3, 1, 1),
            ConvolutionShape.of(new long[] {3, 16, 7, 5}, 32, 3, 1, 1),
            ConvolutionShape.of(new long[] {1, 32, 4, 4}, 16, 3, 1, 1),
            ConvolutionShape.of(new long[] {1, 5, 7, 5}, 7, 3, 1, 1),
            ConvolutionShape.of(new long[] {2, 16, 7, 5}, 32, 3, 2, 1),
            ConvolutionShape.of(new long[] {3, 16, 8, 8}, 32, 1, 2, 0),
            ConvolutionShape.of(new long[] {5, 16, 2, 2}, 16, 3, 1, 1),
            ConvolutionShape.of(new long[] {5, 16, 1, 1}, 16, 3, 1, 1));
    List<Arguments> cases = new ArrayList<>();
    for (ConvolutionShape shape : shapes) {
      for (boolean adds : new boolean[] {false, true}) {
        for (boolean relu : new boolean[] {false, true}) {
          cases.add(Arguments.of(shape, new PostOps(adds, relu)));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesWhatItsPartsGive(ConvolutionShape shape, PostOps postOps) {
    DenseArray input = random(shape.input());
    INDArray weights = Nd4j.randn(DataType.FLOAT, shape.weights());
    INDArray bias = Nd4j.randn(DataType.FLOAT, shape.out());
    DenseArray before = random(shape.output());

    DenseArray convolved = DenseArray.createDetached(shape.output());
    ConvolutionPlan.of(shape)
        .forward(input.pointer(), Memory.pointer(weights), convolved.pointer());
    INDArray expected = convolved.add(bias.reshape(1, shape.out(), 1, 1));
    expected = postOps.adds() ? expected.add(before) : expected;
    expected = postOps.relu() ? Transforms.relu(expected) : expected;

    FixedConvolution fixed = FixedConvolution.of(shape, postOps);
    fixed.load(Memory.pointer(weights), Memory.pointer(bias));
    DenseArray first = copy(before);
    fixed.run(input.pointer(), first.pointer());
    assertClose("output", first, expected);
    DenseArray again = copy(before);
    fixed.run(input.pointer(), again.pointer());
    assertThat(again.dup('c')).isEqualTo(first.dup('c'));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void letsNaNThrough(ConvolutionShape shape, PostOps postOps) {
    DenseArray input = random(shape.input());
    FloatPointer weights = Memory.pointer(Nd4j.randn(DataType.FLOAT, shape.weights()));
    INDArray bias = Nd4j.randn(DataType.FLOAT, shape.out());
    bias.putScalar(1, Float.NaN);
    DenseArray output = random(shape.output());
    FixedConvolution fixed = FixedConvolution.of(shape, postOps);
    fixed.load(weights, Memory.pointer(bias));
    fixed.run(input.pointer(), output.pointer());
    assertThat(output.getFloat(0, 1, 0, 0)).isNaN();
    assertThat(output.getFloat(0, 0, 0, 0)).isNotNaN();
  }

  private static DenseArray random(long[] shape) {
    return copy(Nd4j.randn(DataType.FLOAT, shape));
  }

  private static DenseArray copy(INDArray values) {
    DenseArray array = DenseArray.createDetached(values.shape());
    array.assign(values);
    return array;
  }
}
