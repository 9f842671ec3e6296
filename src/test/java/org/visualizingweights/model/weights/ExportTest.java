package org.visualizingweights.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.layers.OneDnnKit;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.FormulaWeights;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.Networks;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.model.StateDict;

/** Networks go where nothing of this project is. */
class ExportTest {
  @TempDir Path folder;

  private static ComputationGraph network(ResNet network, LayerKit kit, Head head) {
    ComputationGraph graph =
        network.builder(kit).head(head).classes(7).imageSize(32).build().init();
    FormulaWeights.fill(graph);
    return graph;
  }

  @ParameterizedTest
  @CsvSource({"resnet18, CONCAT_POOL", "resnet18, LINEAR", "resnet34, CONCAT_POOL"})
  void deeplearning4jReadsAnExportedNetworkAndComputesTheSame(String name, Head head)
      throws Exception {
    LayerKit kit = OneDnnKit.obstacle().isEmpty() ? new OneDnnKit() : new StockKit();
    ResNet of =
        Networks.ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    ComputationGraph network = network(of, kit, head);
    double[] expected = network.outputSingle(Elsewhere.images()).dup('c').data().asDouble();
    Path file = folder.resolve("network.zip");
    Export.deeplearning4j(StateDict.of(network), 32, file);

    List<String> lines = saidElsewhere(file, 0);

    assertThat(Elsewhere.probabilities(lines.get(lines.size() - 1)))
        .hasSize(4 * 7)
        .containsExactly(expected, within(1e-4));
  }

  @Test
  void aNetworkSavedWithOurLayersSaysWhatItNeeds() throws Exception {
    assumeTrue(OneDnnKit.obstacle().isEmpty(), "our layers do not work here");
    Path file = folder.resolve("network.zip");
    network(ResNet.RESNET_18, new OneDnnKit(), Head.LINEAR).save(file.toFile());

    assertThat(String.join("\n", saidElsewhere(file, 1)))
        .contains("org.visualizingweights.layers.OneDnnConvolution");
  }

  private List<String> saidElsewhere(Path model, int status) throws Exception {
    Path out = folder.resolve("out.txt");
    int ended = Elsewhere.start(model, out).waitFor();
    List<String> lines = Files.readAllLines(out);
    assertThat(ended).as(String.join("\n", lines)).isEqualTo(status);
    return lines;
  }
}
