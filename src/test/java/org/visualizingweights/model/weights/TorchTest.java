package org.visualizingweights.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.FormulaWeights;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.model.StateDict;
import org.visualizingweights.model.Tensor;

/** State dicts go to PyTorch and come from there, where it is installed. */
class TorchTest {
  private static final String SCRIPT = "torchvision_reference.py";
  private static final int BATCH = 4;

  private static Torch torch;

  @TempDir Path folder;

  @BeforeAll
  static void findTorch() {
    torch = Torch.required();
  }

  private static ComputationGraph network() {
    return ResNet.RESNET_18
        .builder(new StockKit())
        .head(Head.LINEAR)
        .classes(10)
        .imageSize(32)
        .build()
        .init();
  }

  @Test
  void readsSmallFilesOfEveryKind() throws Exception {
    torch.run(folder, "write_state_dicts.py", folder);
    for (String name :
        new String[] {"small.pth", "small-legacy.pth", "checkpoint.pth", "checkpoint-legacy.pth"}) {
      WeightsFileTest.assertSmall(WeightsFile.read(folder.resolve(name)));
    }
    WeightsFileTest.assertSmall(WeightsFile.read(folder.resolve("small-4-legacy.pth")));
    for (int protocol = 2; protocol <= 5; protocol++) {
      Path crowded = folder.resolve("crowded-" + protocol + ".pth");
      WeightsFileTest.assertSmall(WeightsFile.read(crowded));
    }
  }

  @Test
  void readsTorchvisionsStateDict() throws Exception {
    torch.run(folder, SCRIPT, "write", folder);
    float[] expected = Torch.floats(folder.resolve("values.f32"));

    for (String name : new String[] {"zip.pth", "legacy.pth"}) {
      Map<String, Tensor> tensors = WeightsFile.read(folder.resolve(name));
      assertThat(values(tensors)).isEqualTo(expected);
      Provenance provenance = new Provenance(name, "torch", Map.of());
      assertThat(
              new Weights(tensors, provenance, List.of())
                  .putInto(network(), ResNet.RESNET_18.torchvision()))
          .isEmpty();
    }
    float[] half = values(WeightsFile.read(folder.resolve("half.pth")));
    for (int i = 0; i < half.length; i++) {
      if (half[i] != Half.toFloat(Half.of(expected[i]))) {
        assertThat(half[i]).as("value %s", i).isEqualTo(Half.toFloat(Half.of(expected[i])));
      }
    }
  }

  private static float[] values(Map<String, Tensor> tensors) {
    int length = tensors.values().stream().mapToInt(tensor -> tensor.values().length).sum();
    float[] all = new float[length];
    int end = 0;
    for (Tensor tensor : tensors.values()) {
      System.arraycopy(tensor.values(), 0, all, end, tensor.values().length);
      end += tensor.values().length;
    }
    return all;
  }

  @Test
  void torchvisionTakesAnExportedNetworkAndComputesTheSame() throws IOException {
    ComputationGraph network = network();
    FormulaWeights.fill(network);
    float[] images = FormulaWeights.input(BATCH, 32);
    Torch.write(images, folder.resolve("images"));
    Map<String, INDArray> activations =
        network.feedForward(Nd4j.createFromArray(images).reshape('c', BATCH, 3, 32, 32), false);
    float[] logits = activations.get("logits").dup('c').data().asFloat();

    assertThat(throughTorch(network, false)).containsExactly(logits, within(1e-4));
    assertThat(throughTorch(network, true)).containsExactly(logits, within(0.01));
  }

  private float[] throughTorch(ComputationGraph network, boolean half) throws IOException {
    Path file = folder.resolve(half + ".safetensors");
    Export.safetensors(Export.withCounters(StateDict.of(network), 0), half, Map.of(), file);
    // 11,191,242 floats, of which the batch norms have 19,200 and fc.bias has 10; 20 counters; and
    // the header
    long vectors = 19_210;
    long bytes = (11_191_242 - vectors) * (half ? 2 : 4) + vectors * 4 + 20 * 8;
    assertThat(Files.size(file) - bytes).isBetween(9_000L, 20_000L);
    torch.run(folder, SCRIPT, "evaluate", file, folder.resolve("images"), folder.resolve("logits"));
    return Torch.floats(folder.resolve("logits"));
  }

  private static Offset<Float> within(double tolerance) {
    return Offset.offset((float) tolerance);
  }
}
