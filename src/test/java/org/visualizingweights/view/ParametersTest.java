package org.visualizingweights.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.NetworkListener;
import org.visualizingweights.parameters.ParameterListener;
import org.visualizingweights.parameters.ParameterSettings;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.storage.RunStorage;
import tools.jackson.databind.JsonNode;

/** The parameters of a small network that was trained for four steps. */
class ParametersTest {
  private static final String ID = "a/2026-11-23T08-00-00Z";

  @TempDir Path runs;
  private INDArray startOfKernels;
  private INDArray kernelsAtLastStep;

  @BeforeEach
  void train() throws IOException {
    ComputationGraph network = network();
    startOfKernels = network.getParam("conv1_W").dup('c');
    RunFolder folder = SampleRun.finished(runs, "a", Instant.parse("2026-11-23T08:00:00Z"), 4);
    try (RunStorage storage = RunStorage.open(folder.storageFile(), "session")) {
      new CaptureWriter(storage, SampleRun.SETTINGS);
      Dl4jNetwork listened = Dl4jNetwork.of(network);
      NetworkListener.attach(
          listened,
          new ParameterListener(
              listened, new ParameterSettings(1, 3, Optional.of("conv1")), storage));
      INDArray images = Nd4j.rand(2, 3, 8, 8);
      INDArray labels = Nd4j.create(new float[][] {{1, 0}, {0, 1}});
      for (int i = 0; i < 4; i++) {
        kernelsAtLastStep = network.getParam("conv1_W").dup('c');
        network.fit(new INDArray[] {images}, new INDArray[] {labels});
      }
    }
  }

  private static ComputationGraph network() {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .miniBatch(false)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(8, 8, 3))
                .addLayer(
                    "conv1",
                    new ConvolutionLayer.Builder(7, 7).nOut(4).padding(3, 3).build(),
                    "input")
                .addLayer(
                    "logits",
                    new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build(),
                    "conv1")
                .setOutputs("logits")
                .build());
    network.init();
    return network;
  }

  @Test
  void normsAreGivenForEachLayerAndStep() {
    JsonNode parameters = ask("parameters", "id", ID);
    assertThat(parameters.get("steps").toString()).isEqualTo("[0,1,2,3]");
    JsonNode conv1 = parameters.get("layers").get(0);
    assertThat(conv1.get("name").asString()).isEqualTo("conv1");
    assertThat(conv1.get("group").asString()).isEqualTo("conv1");
    assertThat(conv1.get("frozen").asBoolean()).isFalse();
    assertThat(conv1.get("change").get(0).asDouble()).isZero();
    // What plain gradient descent adds is the gradient times the learning rate.
    for (int i = 0; i < 4; i++) {
      assertThat(conv1.get("update").get(i).asDouble())
          .isEqualTo(0.1 * conv1.get("gradient").get(i).asDouble(), within(1e-4));
    }
  }

  @Test
  void aSpanOfThemIsThinnedToTheWidth() {
    assertThat(ask("parameters", "id", ID, "from", "1", "to", "2").get("steps").toString())
        .isEqualTo("[1,2]");
    assertThat(ask("parameters", "id", ID, "width", "2").get("steps").toString())
        .isEqualTo("[0,2,3]");
  }

  @Test
  void kernelsAreGivenAsTheyWereAndAsTheyAre() {
    JsonNode kernels = ask("kernels", "id", ID);
    assertThat(kernels.get("vertex").asString()).isEqualTo("conv1");
    assertThat(kernels.get("step").asInt()).isEqualTo(3);
    assertThat(kernels.get("steps").toString()).isEqualTo("[0,1,2,3]");
    assertThat(kernels.get("count").asInt()).isEqualTo(4);
    assertThat(kernels.get("channels").asInt()).isEqualTo(3);
    assertThat(kernels.get("height").asInt()).isEqualTo(7);
    assertThat(floats(kernels.get("start"))).isEqualTo(startOfKernels.data().asFloat());
    assertThat(floats(kernels.get("now"))).isEqualTo(kernelsAtLastStep.data().asFloat());
    assertThat(ask("kernels", "id", ID, "step", "2").get("step").asInt()).isEqualTo(2);
  }

  @Test
  void theRunSaysWhichParametersThereAre() {
    JsonNode run = ask("run", "id", ID);
    assertThat(run.get("parameters").toString()).isEqualTo("[\"conv1\",\"logits\"]");
    assertThat(run.get("kernels").asBoolean()).isTrue();
  }

  @Test
  void theyAreDownloadedToo() {
    JsonNode table = ask("download", "id", ID, "what", "parameters", "format", "json");
    assertThat(table.get("columns").get(1).asString()).isEqualTo("layer");
    assertThat(table.get("rows").size()).isEqualTo(8);
  }

  private static float[] floats(JsonNode base64) {
    FloatBuffer values =
        ByteBuffer.wrap(Base64.getDecoder().decode(base64.asString()))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    float[] all = new float[values.remaining()];
    values.get(all);
    return all;
  }

  private JsonNode ask(String path, String... parameters) {
    return Ask.json(new CapturesApi(runs), 200, path, parameters);
  }
}
