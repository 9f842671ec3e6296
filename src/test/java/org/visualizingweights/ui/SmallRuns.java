package org.visualizingweights.ui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsUpdateConfiguration;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.activations.CaptureListener;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.NetworkListener;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.layers.OneDnnKit;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.run.ExperimentSummary;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunFolders;
import org.visualizingweights.run.Versions;
import org.visualizingweights.storage.RunStorage;

/**
 * Runs of a few real steps of a real ResNet-18, in a folder: trained once, and copied for further
 * ones.
 */
final class SmallRuns {
  static final int STEPS = 4;

  private static final Instant START = Instant.parse("2026-11-23T10:15:30Z");
  private static final CaptureSettings CAPTURE =
      new CaptureSettings(
          List.of("conv1", "conv2_x", "conv3_x", "conv4_x", "conv5_x"), 1, 40, 0, 10);

  /** As little as runs have it report. */
  private static final StatsUpdateConfiguration STATS =
      new DefaultStatsUpdateConfiguration.Builder()
          .reportingFrequency(1)
          .collectHistogramsParameters(false)
          .collectHistogramsGradients(false)
          .collectHistogramsUpdates(false)
          .collectHistogramsActivations(false)
          .collectMeanActivations(false)
          .collectStdevActivations(false)
          .collectMeanMagnitudesActivations(false)
          .build();

  private final Path folder;
  private Optional<Path> trained = Optional.empty();

  SmallRuns(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /** A finished run with all that belongs to it. */
  RunFolder finished(String experiment) {
    RunFolder run = withoutStorage(experiment);
    try {
      if (trained.isEmpty()) {
        train(run);
        trained = Optional.of(run.storageFile());
      } else {
        Files.copy(trained.get(), run.storageFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return run;
  }

  /** A run that has not stored anything. */
  RunFolder withoutStorage(String experiment) {
    RunFolder run = RunFolders.create(folder, experiment, START);
    Manifest manifest = manifest(experiment);
    run.write(manifest.finished(START.plusSeconds(60)));
    return run;
  }

  /** A run that this process is at. */
  RunFolder running(String experiment) {
    RunFolder run = RunFolders.create(folder, experiment, START);
    run.write(manifest(experiment));
    return run;
  }

  static String id(RunFolder run) {
    return run.path().getParent().getFileName() + "/" + run.path().getFileName();
  }

  private static Manifest manifest(String experiment) {
    return Manifest.start(
        new ExperimentSummary(experiment, "What happens?", "0.01", Map.of(), 42),
        Map.of(),
        Progress.planned(STEPS, 1),
        "CPU",
        new Versions("1.0", Optional.empty(), "1.0.0-M2.1", "17", "Linux"),
        new Machine("a CPU", 2, 2, 1L << 34),
        START);
  }

  private static void train(RunFolder run) {
    LayerKit kit = OneDnnKit.obstacle().isEmpty() ? new OneDnnKit() : new StockKit();
    ComputationGraph network =
        ResNet.RESNET_18
            .builder(kit)
            .head(Head.CONCAT_POOL)
            .classes(2)
            .imageSize(32)
            .build()
            .init();
    try (RunStorage storage = RunStorage.open(run.storageFile(), id(run))) {
      CaptureWriter captures = new CaptureWriter(storage, CAPTURE);
      Dl4jNetwork listened = Dl4jNetwork.of(network);
      NetworkListener.attach(listened, new CaptureListener(listened, CAPTURE, captures::put));
      network.addListeners(new StatsListener(storage.reports(), null, STATS, id(run), "training"));
      INDArray labels = Nd4j.eye(2).castTo(network.params().dataType());
      for (int step = 0; step < STEPS; step++) {
        network.fit(new DataSet(Nd4j.randn(2, 3, 32, 32), labels));
      }
    }
  }
}
