package org.visualizingweights.model;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The first values of all parameters.
 *
 * <p>Convolutions as torchvision's: Kaiming normal by fan-out. The concat-pool head as fastai's:
 * Kaiming normal by fan-in, biases zero. The linear head as torchvision's: weights and biases
 * uniform within {@code 1 / sqrt(fan-in)}. Each tensor draws from a generator of its own, so that
 * two networks of the same seed differ only where their layers do.
 */
record Initialization(long seed, Head head) {
  void apply(ComputationGraph network) {
    for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
      String name = parameter.getKey();
      INDArray values = parameter.getValue();
      RandomGenerator random = new SplittableRandom(seed ^ name.hashCode()).split();
      if (name.endsWith("_W") && values.rank() == 4) {
        double fanOut = values.size(0) * values.size(2) * values.size(3);
        fill(values, normal(random, Math.sqrt(2 / fanOut)));
      } else if (name.endsWith("_W")) {
        fill(values, dense(random, values.size(0)));
      } else if (name.endsWith("_b") && head == Head.LINEAR) {
        fill(values, uniform(random, 1 / Math.sqrt(network.getParam(weightOf(name)).size(0))));
      }
    }
  }

  private DoubleSupplier dense(RandomGenerator random, double fanIn) {
    return switch (head) {
      case CONCAT_POOL -> normal(random, Math.sqrt(2 / fanIn));
      case LINEAR -> uniform(random, 1 / Math.sqrt(fanIn));
    };
  }

  private static String weightOf(String bias) {
    return bias.substring(0, bias.length() - 1) + "W";
  }

  private static DoubleSupplier normal(RandomGenerator random, double std) {
    return () -> std * random.nextGaussian();
  }

  private static DoubleSupplier uniform(RandomGenerator random, double bound) {
    return () -> bound * (2 * random.nextDouble() - 1);
  }

  private static void fill(INDArray values, DoubleSupplier source) {
    float[] drawn = new float[Math.toIntExact(values.length())];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) source.getAsDouble();
    }
    values.assign(Nd4j.createFromArray(drawn).reshape('c', values.shape()));
  }
}
