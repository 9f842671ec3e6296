package org.visualizingweights.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.layers.OneDnnKit;
import org.visualizingweights.layers.StockKit;

class ComputeTest {
  private static final String PROPERTY = DL4JSystemProperties.DISABLE_HELPER_PROPERTY;

  private final String before = System.getProperty(PROPERTY, "");
  private final Said said = new Said();

  @AfterEach
  void restore() {
    System.setProperty(PROPERTY, before);
  }

  @Test
  void saysNothingWhereOneDnnIsCalledDirectly() {
    assertThat(onCpu(Optional.empty()).kit()).isInstanceOf(OneDnnKit.class);
    assertThat(said.lines).isEmpty();
  }

  @Test
  void warnsInOneLineWhereDeeplearning4jsOwnLayersAreUsed() {
    System.setProperty(PROPERTY, "false");
    Assumptions.assumeTrue(StockKit.helpersObstacle().isEmpty(), "ND4J was built without oneDNN");

    assertThat(onCpu(Optional.of("no oneDNN here")).kit()).isInstanceOf(StockKit.class);
    assertThat(said.lines)
        .containsExactly("Training is several times slower than it could be: no oneDNN here");
  }

  @Test
  void deeplearning4jsOwnLayersCanBeAskedFor() {
    Compute compute = Compute.choose(Settings.Layers.STOCK, said);

    assertThat(compute.kit()).isInstanceOf(StockKit.class);
    assertThat(compute.description()).containsPattern(" threads?, Deeplearning4j's own layers");
    assertThat(said.lines.get(0))
        .startsWith("Training is several times slower than it could be: ")
        .contains("asked for (layers: stock)");
  }

  @Test
  void saysInTheSameLineWhyThoseDoWithoutOneDnnToo() {
    System.setProperty(PROPERTY, "true");

    onCpu(Optional.of("no oneDNN here"));

    assertThat(said.lines)
        .containsExactly(
            "Training is several times slower than it could be: no oneDNN here; Deeplearning4j's"
                + " own layers do without oneDNN, too: the system property "
                + PROPERTY
                + " is not false");
  }

  private Compute onCpu(Optional<String> obstacle) {
    return Compute.onCpu(obstacle, said);
  }
}
