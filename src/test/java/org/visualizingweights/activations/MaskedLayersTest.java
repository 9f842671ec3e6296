package org.visualizingweights.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.NetworkListener;
import org.visualizingweights.dl4j.Vertex;

/** How many values of a network of layers count where its features are masked, counted by hand. */
class MaskedLayersTest {
  private final Map<String, Long> totals = new HashMap<>();

  private static MultiLayerNetwork network(InputType input, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder().seed(1).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    return network;
  }

  private MultiLayerNetwork listened(InputType input, Layer... layers) {
    MultiLayerNetwork network = network(input, layers);
    Dl4jNetwork listened = Dl4jNetwork.of(network);
    List<String> names =
        listened.vertices().stream().filter(Vertex::canBeCaptured).map(Vertex::name).toList();
    NetworkListener.attach(
        listened,
        new CaptureListener(
            listened,
            new CaptureSettings(names, 1, 10, -1, 1),
            step -> step.captures().forEach(c -> totals.put(c.vertex(), c.total()))));
    return network;
  }

  private static Layer[] lstms() {
    return new Layer[] {
      new LSTM.Builder().nOut(3).build(),
      new DenseLayer.Builder().nOut(5).build(),
      new LSTM.Builder().nOut(4).build(),
      new RnnOutputLayer.Builder(LossFunction.MSE).nOut(2).build()
    };
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MSE).nOut(2).build();
  }

  private static INDArray mask(float[]... rows) {
    return Nd4j.createFromArray(rows);
  }

  private static DataSet sequences(INDArray features, INDArray labels) {
    return new DataSet(Nd4j.rand(2, 2, 4), Nd4j.rand(2, 2, 4), features, labels);
  }

  /** What is computed of anything that is there counts, as Deeplearning4j has it. */
  @Test
  void convolutionsThatShortenASequenceShortenItsMask() {
    MultiLayerNetwork network =
        listened(
            InputType.recurrent(2, 8),
            new Convolution1DLayer.Builder(3)
                .convolutionMode(ConvolutionMode.Truncate)
                .nOut(5)
                .build(),
            new Convolution1DLayer.Builder(2)
                .stride(2)
                .convolutionMode(ConvolutionMode.Truncate)
                .nOut(4)
                .build(),
            new GlobalPoolingLayer(PoolingType.MAX),
            output());

    network.fit(
        new DataSet(
            Nd4j.rand(2, 2, 8),
            Nd4j.rand(2, 2),
            mask(new float[] {1, 1, 1, 1, 1, 1, 1, 1}, new float[] {1, 1, 1, 0, 0, 0, 0, 0}),
            null));

    // of 8 steps and 3, of 6 and 3 (those that begin at the first three), of 3 and 2
    assertThat(totals)
        .containsOnly(
            entry("input", 11L * 2),
            entry("layer0", 9L * 5),
            entry("layer1", 5L * 4),
            entry("layer2", 2L * 4));
  }

  @Test
  void lstmsPassOnAMaskThatNoneOfThemKeeps() {
    MultiLayerNetwork network = listened(InputType.recurrent(2), lstms());

    network.fit(sequences(mask(new float[] {1, 1, 1, 0}, new float[] {1, 0, 0, 0}), null));

    assertThat(totals)
        .containsOnly(
            entry("input", 4L * 2),
            entry("layer0", 4L * 3),
            entry("layer1", 4L * 5),
            entry("layer2", 4L * 4));
  }

  @Test
  void aMaskHoldsForItsStepAlone() {
    MultiLayerNetwork network = listened(InputType.recurrent(2), lstms());
    INDArray mask = mask(new float[] {1, 1, 1, 0}, new float[] {1, 0, 0, 0});

    network.fit(sequences(mask, null));
    network.fit(sequences(null, null));
    assertThat(totals).containsEntry("layer0", 8L * 3);
    network.output(Nd4j.rand(2, 2, 4), false, mask, null);
    network.score(sequences(mask, null));
    network.fit(sequences(null, null));
    assertThat(totals).containsEntry("layer0", 8L * 3);
    network.fit(sequences(mask, null));
    assertThat(totals).containsEntry("layer0", 4L * 3);
  }

  @Test
  void ofImagesTheRowsThatAreMaskedDoNotCount() {
    MultiLayerNetwork network =
        listened(
            InputType.convolutional(6, 4, 2),
            new ConvolutionLayer.Builder(3, 3)
                .convolutionMode(ConvolutionMode.Same)
                .nOut(3)
                .build(),
            new BatchNormalization(),
            new SubsamplingLayer.Builder(2, 2).stride(2, 2).build(),
            new ConvolutionLayer.Builder(2, 1)
                .convolutionMode(ConvolutionMode.Truncate)
                .nOut(5)
                .build(),
            new CnnLossLayer.Builder(LossFunction.MSE).build());
    INDArray rows =
        mask(
                new float[] {1, 1, 1, 1, 1, 1},
                new float[] {1, 1, 0, 0, 0, 0},
                new float[] {1, 1, 1, 1, 0, 0},
                new float[] {1, 1, 1, 1, 0, 0})
            .reshape(4, 1, 6, 1);

    network.fit(
        new DataSet(Nd4j.rand(4, 2, 6, 4), Nd4j.rand(4, 5, 2, 2), rows, Nd4j.ones(4, 1, 2, 2)));

    // of 6, 2, 4 and 4 rows, as many again, of 3, 1, 2 and 2, of 2, 1, 2 and 2
    assertThat(totals)
        .containsOnly(
            entry("input", 16L * 4 * 2),
            entry("layer0", 16L * 4 * 3),
            entry("layer1", 16L * 4 * 3),
            entry("layer2", 8L * 2 * 3),
            entry("layer3", 7L * 2 * 5));
  }

  @ParameterizedTest
  @EnumSource(CNN2DFormat.class)
  void imagesThatAreMaskedDoNotCount(CNN2DFormat format) {
    MultiLayerNetwork network =
        listened(
            InputType.convolutional(6, 4, 2, format),
            new ConvolutionLayer.Builder(3, 3).nOut(3).dataFormat(format).build(),
            new SubsamplingLayer.Builder(2, 2).stride(2, 2).dataFormat(format).build(),
            new DenseLayer.Builder().nOut(7).build(),
            output());
    boolean last = format == CNN2DFormat.NHWC;

    network.fit(
        new DataSet(
            last ? Nd4j.rand(3, 6, 4, 2) : Nd4j.rand(3, 2, 6, 4),
            Nd4j.rand(3, 2),
            mask(new float[] {1, 0, 1}).reshape(3, 1, 1, 1),
            null));

    assertThat(totals)
        .containsOnly(
            entry("input", 2L * 6 * 4 * 2),
            entry("layer0", 2L * 4 * 2 * 3),
            entry("layer1", 2L * 2 * 1 * 3),
            entry("layer2", 2L * 7));
  }

  @Test
  void theConfigurationIsWhatItWas() throws IOException, ClassNotFoundException {
    MultiLayerNetwork network = network(InputType.recurrent(2), lstms());
    MultiLayerConfiguration before = network.getLayerWiseConfigurations().clone();
    Dl4jNetwork.of(network).keep(List.of("layer0"));
    MultiLayerConfiguration after = network.getLayerWiseConfigurations();

    assertThat(after.toJson()).isEqualTo(before.toJson());
    assertThat(after).isEqualTo(before);
    assertThat(after.clone().getInputPreProcessors()).isExactlyInstanceOf(HashMap.class);
    assertThat(afterSerialization(after.getInputPreProcessors()))
        .isExactlyInstanceOf(HashMap.class)
        .isEqualTo(before.getInputPreProcessors());
  }

  private static Object afterSerialization(Object object)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
