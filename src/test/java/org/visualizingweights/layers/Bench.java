package org.visualizingweights.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** One layer on its own, made from its configuration as Deeplearning4j would. */
final class Bench {

  private final Layer layer;

  private Bench(Layer layer) {
    this.layer = layer;
  }

  static Bench of(org.deeplearning4j.nn.conf.layers.Layer configuration) {
    NeuralNetConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .updater(new Sgd(1))
            .layer(configuration)
            .build();
    long parameters = conf.getLayer().initializer().numParams(conf);
    INDArray values = parameters == 0 ? null : Nd4j.create(DataType.FLOAT, 1, parameters);
    Layer layer = conf.getLayer().instantiate(conf, null, 0, values, true, DataType.FLOAT);
    if (parameters > 0) {
      layer.setBackpropGradientsViewArray(Nd4j.create(DataType.FLOAT, 1, parameters));
    }
    return new Bench(layer);
  }

  /** Takes the other's parameters, by name. */
  Bench like(Bench other) {
    other.layer.paramTable().forEach((name, value) -> layer.getParam(name).assign(value));
    return this;
  }

  Bench set(String name, INDArray value) {
    layer.getParam(name).assign(value);
    return this;
  }

  INDArray parameter(String name) {
    return layer.getParam(name);
  }

  INDArray output(INDArray input, boolean training) {
    LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
    layer.setInput(input, none);
    return layer.activate(training, none).dup('c');
  }

  /** Output, the gradient at the input ("epsilon"), and those at the parameters. */
  Map<String, INDArray> step(INDArray input, INDArray outputGradient) {
    LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
    Map<String, INDArray> results = new LinkedHashMap<>();
    results.put("output", output(input.dup(), true));
    Pair<Gradient, INDArray> pair = layer.backpropGradient(outputGradient.dup(), none);
    if (pair.getSecond() != null) {
      results.put("epsilon", pair.getSecond().dup('c'));
    }
    pair.getFirst().gradientForVariable().forEach((k, v) -> results.put(k, v.dup('c')));
    return results;
  }

  /** Both results agree up to what single precision and another order of adding allow. */
  static void assertEqual(Map<String, INDArray> actual, Map<String, INDArray> expected) {
    assertThat(actual.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    expected.forEach((name, value) -> assertClose(name, actual.get(name), value));
  }

  static void assertClose(String name, INDArray actual, INDArray expected) {
    assertThat(actual.shape()).as("shape of %s", name).isEqualTo(expected.shape());
    double difference = actual.sub(expected).amaxNumber().doubleValue();
    double scale = Math.max(1e-3, expected.amaxNumber().doubleValue());
    assertThat(difference / scale).as("relative difference of %s", name).isLessThan(2e-5);
  }

  static INDArray random(long... shape) {
    return Nd4j.randn(DataType.FLOAT, shape);
  }
}
