package org.visualizingweights.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.visualizingweights.activations.CaptureListener;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.NetworkListener;
import org.visualizingweights.parameters.ParameterListener;
import org.visualizingweights.parameters.ParameterSettings;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.ExperimentSummary;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunFolders;
import org.visualizingweights.run.Versions;
import org.visualizingweights.storage.RunStorage;

/** Reads the files that a real, small run leaves. */
class FindingsOfRunTest {
  @TempDir Path runs;

  private RunFolder run() {
    RunFolder run = RunFolders.create(runs, "x", Instant.EPOCH);
    run.write(
        Manifest.start(
                new ExperimentSummary("x", "What happens?", "0.01", Map.of(), 42),
                Map.of(),
                Progress.planned(40, 1),
                "CPU",
                new Versions("1.0", Optional.empty(), "1.0.0-M2.1", "17", "Linux"),
                new Machine("a CPU", 2, 2, 1L << 34),
                Instant.EPOCH)
            .using(provenance("mnist"), provenance("random")));
    return run;
  }

  private static Provenance provenance(String name) {
    return new Provenance(name, "here", Map.of());
  }

  private static void train(RunFolder run, int steps) {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.5))
                .graphBuilder()
                .addInputs("in")
                .addLayer("conv1", new DenseLayer.Builder().nIn(3).nOut(20).build(), "in")
                .addLayer("logits", new OutputLayer.Builder().nIn(20).nOut(2).build(), "conv1")
                .setOutputs("logits")
                .build());
    network.init();
    CaptureSettings capture = new CaptureSettings(List.of("conv1"), 1, 40, 0, 10);
    try (RunStorage storage = RunStorage.open(run.storageFile(), "x")) {
      CaptureWriter captures = new CaptureWriter(storage, capture);
      ParameterSettings parameters = new ParameterSettings(10, steps - 1, Optional.of("conv1"));
      Dl4jNetwork listened = Dl4jNetwork.of(network);
      NetworkListener.attach(
          listened,
          new CaptureListener(listened, capture, captures::put),
          new ParameterListener(listened, parameters, storage));
      DataSet batch = new DataSet(Nd4j.rand(8, 3), Nd4j.rand(8, 2));
      for (int i = 0; i < steps; i++) {
        network.fit(batch);
      }
    }
  }

  @Test
  void allFilesOfARunAreRead() {
    RunFolder run = run();
    train(run, 40);
    run.append(new EpochMetrics(1, 39, 0.2, 0.2, 0.05, 1));

    List<Finding> findings = Findings.of(run);

    assertThat(findings)
        .extracting(Finding::kind)
        .startsWith(Kind.TRAINING)
        .contains(Kind.GRADIENTS)
        .containsAnyOf(Kind.STATIC, Kind.DRIFT);
    assertThat(findings.get(0).text()).contains("5.0 %");
    assertThat(findings).extracting(Finding::severity).containsOnly(Severity.NOTE);
  }

  @Test
  void aRunThatHasJustBegunHasNoFindings() {
    RunFolder run = run();

    assertThat(Findings.of(run)).isEmpty();
    train(run, 0);
    assertThat(Findings.of(run)).isEmpty();
  }

  @Test
  void aRunOfFewStepsIsLookedAtToo() {
    RunFolder run = run();
    train(run, 3);

    assertThat(Findings.of(run)).extracting(Finding::kind).contains(Kind.TRAINING, Kind.GRADIENTS);
  }
}
