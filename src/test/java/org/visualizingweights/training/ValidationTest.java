package org.visualizingweights.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.Arrays;
import java.util.Iterator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.data.Batch;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.layers.OneDnnKit;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.ResNet;

class ValidationTest {
  private static final int IMAGES = 20;
  private static final int CLASSES = 5;

  private final ComputationGraph network = network();
  private final Batch all = new Batch(images(), labels());

  @Test
  void countsTheErrorsThatDeeplearning4jCounts() {
    Evaluation evaluation = new Evaluation(CLASSES);
    evaluation.eval(all.labels(), network.outputSingle(all.images()));

    assertThat(validate(all).errorRate()).isCloseTo(1 - evaluation.accuracy(), within(1e-9));
  }

  @Test
  void isTheSameHoweverTheImagesComeInBatches() {
    Validation atOnce = validate(all);
    Validation inParts = validate(part(0, 8), part(8, 16), part(16, 20));

    assertThat(inParts.loss()).isCloseTo(atOnce.loss(), within(1e-5 * atOnce.loss()));
    assertThat(inParts.errorRate()).isEqualTo(atOnce.errorRate());
  }

  @Test
  void countsAnImageAsWrongWhoseLogitsAreNaN() {
    network.getParam("logits_b").assign(Float.NaN);

    assertThat(validate(all).loss()).isNaN();
    // The first of the NaN is the largest logit, so that only images of class 0 are right.
    assertThat(validate(all).errorRate()).isEqualTo(1 - 1.0 / CLASSES);
  }

  private Validation validate(Batch... batches) {
    Iterator<Batch> iterator = Arrays.asList(batches).iterator();
    return Validation.of(new TrainedResNet(network, "logits").evaluation(), iterator, () -> {});
  }

  private Batch part(int from, int to) {
    return new Batch(
        all.images().get(interval(from, to)).dup(), all.labels().get(interval(from, to)).dup());
  }

  private static ComputationGraph network() {
    LayerKit kit = OneDnnKit.obstacle().isPresent() ? new StockKit() : new OneDnnKit();
    ComputationGraph network =
        ResNet.RESNET_18
            .builder(kit)
            .head(Head.CONCAT_POOL)
            .classes(CLASSES)
            .imageSize(32)
            .build()
            .init();
    // Away from the averages 0 and 1, which a fresh network has.
    Nd4j.getRandom().setSeed(1);
    network
        .paramTable()
        .forEach(
            (name, values) -> {
              if (name.endsWith("_mean")) {
                values.assign(Nd4j.randn(DataType.FLOAT, values.shape()).muli(0.1));
              } else if (name.endsWith("_var")) {
                values.assign(Nd4j.rand(DataType.FLOAT, values.shape()).addi(0.5));
              }
            });
    return network;
  }

  private static INDArray images() {
    return Nd4j.randn(DataType.FLOAT, IMAGES, 3, 32, 32);
  }

  private static INDArray labels() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, IMAGES, CLASSES);
    for (int i = 0; i < IMAGES; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return labels;
  }
}
