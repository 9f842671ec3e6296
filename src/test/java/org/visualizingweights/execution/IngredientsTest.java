package org.visualizingweights.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.Pictures;
import org.visualizingweights.UserError;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Settings;

/** What is brought to a machine that has nothing, so that a run finds all there. */
class IngredientsTest {
  private static final String EXPERIMENT =
      """
      description: What is needed?
      pretrained: %s
      weights: imagenet-mlnet
      lr: 0.01
      epochs: 1
      split: 0.5
      dataset: %s
      """;

  private final ConfigFolder config = new ConfigFolder(Path.of("config"));

  @TempDir Path folder;

  @Test
  void whatIsKnownByItsNameIsFoundByIt() throws IOException {
    Map<String, Path> needed = needed(true, "mnist", false);

    assertThat(needed.keySet())
        .containsExactlyInAnyOrder(
            "data/mnist/train-images-idx3-ubyte.gz",
            "data/mnist/train-labels-idx1-ubyte.gz",
            "data/mnist/t10k-images-idx3-ubyte.gz",
            "data/mnist/t10k-labels-idx1-ubyte.gz",
            "data/weights/resnet18-imagenet-mlnet-half.safetensors");
    assertThat(needed.values()).allSatisfy(file -> assertThat(file).isRegularFile());
  }

  @Test
  void whatIsDrawnNeedsNothing() throws IOException {
    assertThat(needed(false, "synthetic-digits", false)).isEmpty();
  }

  @Test
  void aFolderBelowADataDirectoryIsBroughtUnderItsName() throws IOException {
    Pictures.write(folder.resolve("photos/small"), 4);

    assertThat(needed(false, "photos/small", false))
        .containsExactly(Map.entry("work/photos/small", folder.resolve("photos/small")));
  }

  @Test
  void aPathThatMeansSomethingElseThereIsRefusedUnlessTheMachinesShareTheirFolders()
      throws IOException {
    Path photos = folder.resolve("photos");
    Pictures.write(photos, 4);

    assertThatThrownBy(() -> needed(false, photos.toString(), false))
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll("dataset: found " + photos, "-Ddata.dir", "-Dsweep.shared=true");
    assertThat(needed(false, photos.toString(), true)).isEmpty();
  }

  private Map<String, Path> needed(boolean pretrained, String dataset, boolean shared)
      throws IOException {
    Properties properties = new Properties();
    properties.setProperty("data.dir", folder.toString());
    Settings settings = Settings.read(config, properties);
    Path file = folder.resolve("experiment.yaml");
    Files.writeString(file, EXPERIMENT.formatted(pretrained, dataset));
    Experiment experiment =
        ExperimentRun.experiments(config).with(settings).read(file.toString(), "");
    return Ingredients.of(List.of(experiment, experiment), settings, shared, new Said());
  }
}
