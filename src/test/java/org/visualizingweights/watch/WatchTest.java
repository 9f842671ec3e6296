package org.visualizingweights.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.listener.EarlyStoppingListener;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.activations.CaptureReader;
import org.visualizingweights.activations.Step;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;

class WatchTest {
  @TempDir Path runs;

  private WatchBuilder watching(MultiLayerNetwork network) {
    return Watch.of(network).named("mine").into(runs);
  }

  private static void train(MultiLayerNetwork network, List<DataSet> batches, int epochs) {
    Nd4j.getRandom().setSeed(99); // dropout's
    network.fit(SmallNetworks.iterator(batches), epochs);
  }

  private static Manifest manifest(Watch watch) {
    return RunFolder.open(watch.folder()).manifest();
  }

  private static List<EpochMetrics> metrics(Watch watch) {
    return RunFolder.open(watch.folder()).metrics();
  }

  @Test
  void leavesARunLikeAnyOther() {
    MultiLayerNetwork network = SmallNetworks.convolutional();
    Watch watch = watching(network).note("Does it learn?").start();
    try (watch) {
      train(network, SmallNetworks.pictures(10), 3);
      watch.note("halfway");
    }

    assertThat(watch.vertices()).containsExactly("first", "layer2", "hidden");
    Manifest manifest = manifest(watch);
    assertThat(manifest.status()).isEqualTo(Status.FINISHED);
    assertThat(manifest.experiment().name()).isEqualTo("mine");
    assertThat(manifest.experiment().description()).isEqualTo("Does it learn?");
    assertThat(manifest.experiment().learningRate()).isEqualTo("0.01");
    assertThat(manifest.experiment().seed()).isEqualTo(7);
    assertThat(manifest.settings()).containsEntry("seed", "7");
    assertThat(manifest.watched()).isPresent();
    assertThat(manifest.progress().steps()).isEqualTo(30);
    assertThat(manifest.notes()).extracting("step", "text").containsExactly(tuple(30, "halfway"));
    assertThat(manifest.architecture().classes()).hasValue(3);
    assertThat(metrics(watch)).extracting(EpochMetrics::lastStep).containsExactly(9, 19, 29);
    assertThat(metrics(watch))
        .extracting(EpochMetrics::validLoss)
        .containsOnly(OptionalDouble.empty());
    assertThat(watch.folder().resolve("report.html")).isNotEmptyFile();
    assertThat(watch.folder().resolve("charts/strips.png")).isNotEmptyFile();
    assertThat(watch.folder().resolve("network.json")).content().contains("first");
    assertThat(network.getListeners()).isEmpty();
  }

  @Test
  void changesNothingOfWhatIsComputed() {
    INDArray alone = trained(network -> {});

    assertThat(trained(network -> watching(network).start())).isEqualTo(alone);
    assertThat(trained(network -> watching(network).vertices("*").every(1).weightsEvery(1).start()))
        .isEqualTo(alone);
  }

  private static INDArray trained(Consumer<MultiLayerNetwork> before) {
    MultiLayerNetwork network = SmallNetworks.convolutional();
    before.accept(network);
    train(network, SmallNetworks.pictures(10), 3);
    return network.params();
  }

  @Test
  void theUsersListenersStayInTheirOrder() {
    MultiLayerNetwork network = SmallNetworks.convolutional();
    TrainingListener before = new ScoreIterationListener(1000);
    TrainingListener after = new ScoreIterationListener(1000);
    network.setListeners(before);

    try (Watch watch = watching(network).start()) {
      network.addListeners(after);
      train(network, SmallNetworks.pictures(2), 1);
      assertThat(network.getListeners()).hasSize(3);
    }

    assertThat(network.getListeners()).containsExactly(before, after);
  }

  @Test
  void aLoopOverBatchesHasTheEpochsThatTheUserSaysAndNoOthers() {
    MultiLayerNetwork network = SmallNetworks.convolutional();
    Watch watch = watching(network).start();
    try (watch) {
      SmallNetworks.pictures(4).forEach(network::fit);
      assertThat(metrics(watch)).isEmpty();
      watch.validation(1, 0.5, 0.25);
      watch.validation(2, 0.4, 0.2); // of which there was no step yet
      SmallNetworks.pictures(3).forEach(network::fit);
      watch.validation(2, 0.3);
      watch.validation(1, 0.6, 0.3);
    }

    assertThat(metrics(watch))
        .extracting(EpochMetrics::epoch, EpochMetrics::lastStep, EpochMetrics::validLoss)
        .containsExactly(tuple(1, 3, OptionalDouble.of(0.6)), tuple(2, 6, OptionalDouble.of(0.3)));
    assertThat(captured(watch)).extracting(Step::epoch).containsExactly(0, 0, 0, 0, 1, 1, 1);
  }

  @Test
  void stepsAreCountedFromWhereTheWatchBegan() {
    MultiLayerNetwork network = SmallNetworks.convolutional();
    train(network, SmallNetworks.pictures(10), 2);
    Watch watch = watching(network).start();
    try (watch) {
      train(network, SmallNetworks.pictures(5), 1);
    }

    assertThat(captured(watch)).extracting(Step::iteration).containsExactly(0, 1, 2, 3, 4);
    assertThat(metrics(watch)).extracting(EpochMetrics::epoch).containsExactly(1);
  }

  private static List<Step> captured(Watch watch) {
    List<Step> steps = new ArrayList<>();
    try (CaptureReader reader = CaptureReader.open(RunFolder.open(watch.folder()).storageFile())) {
      reader.read(0, Integer.MAX_VALUE, steps::add);
    }
    return steps;
  }

  @Test
  void capturesAsOftenAsItIsTold() {
    MultiLayerNetwork network = SmallNetworks.convolutional();
    Watch watch = watching(network).every(4).range(-1, 1).bins(8).start();
    try (watch) {
      train(network, SmallNetworks.pictures(10), 1);
    }

    assertThat(captured(watch)).extracting(Step::iteration).containsExactly(0, 4, 8);
    assertThat(captured(watch).get(0).captures().get(0).bins()).hasSize(8);
    assertThat(manifest(watch).settings())
        .containsEntry("capture.every", "4")
        .containsEntry("capture.range", "[-1.0, 1.0]");
  }

  @Test
  void saysHowOftenItCapturesOnceItKnows() {
    MultiLayerNetwork network = SmallNetworks.convolutional();
    Watch watch = watching(network).vertices("*").start();
    try (watch) {
      train(network, SmallNetworks.pictures(10), 4);
    }

    int every = Integer.parseInt(manifest(watch).settings().get("capture.every"));
    assertThat(captured(watch))
        .extracting(Step::iteration)
        .isEqualTo(IntStream.range(0, 40).filter(step -> step % every == 0).boxed().toList());
  }

  private static void assertRefused(WatchBuilder watch, String why) {
    assertThatThrownBy(watch::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aLongNameOfALayerIsRecordedAndOneThatIsTooLongIsToldAsItStarts() {
    String name = "long".repeat(250);
    MultiLayerNetwork network = SmallNetworks.named(name);
    Watch watch = watching(network).start();
    try (watch) {
      train(network, SmallNetworks.pictures(3), 1);
    }

    assertThat(watch.vertices()).contains(name);
    assertThat(manifest(watch).architecture().vertices()).contains(name);
    assertThat(watch.folder().resolve("report.html")).isNotEmptyFile();
    assertRefused(watching(SmallNetworks.named(name + "!")), "the vertex longlonglong");
    assertRefused(
        watching(SmallNetworks.named(name + "!")), "name of 1,001 characters, of which 1,000");
  }

  @Test
  void aLayerThatIsCalledAutoIsALayerAndNoChoice() {
    MultiLayerNetwork network = SmallNetworks.named("auto");

    try (Watch chosen = watching(network).start();
        Watch named = watching(network).vertices("auto").start()) {
      assertThat(chosen.vertices()).containsExactly("first", "layer2", "auto");
      assertThat(named.vertices()).containsExactly("auto");
    }
  }

  @Test
  void aNetworkOfWhichOnlyLayersWerePretrainedIsSaidToBe() {
    MultiLayerNetwork network = SmallNetworks.autoencoder();
    Watch watch = watching(network).start();
    try (watch) {
      network.pretrain(SmallNetworks.iterator(SmallNetworks.pictures(3)));
    }

    assertThat(manifest(watch).status()).isEqualTo(Status.INTERRUPTED);
    assertThat(manifest(watch).reason().orElseThrow()).contains("as pretrain does");
  }

  @Test
  void mistakesAreToldAsItStarts() throws IOException {
    MultiLayerNetwork network = SmallNetworks.convolutional();
    Path file = Files.createFile(runs.resolve("file"));

    assertThatThrownBy(() -> watching(network).vertices("frist").start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no vertex frist")
        .hasMessageContaining("first");
    assertThatThrownBy(() -> watching(network).vertices("layer4").start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("capture its input, hidden");
    assertRefused(watching(network).every(0), "needs an n of at least 1, not 0");
    assertRefused(watching(network).range(1, 1), "from a low end to a higher one");
    assertRefused(watching(network).range(1, 1 + 1e-9), "both as floats");
    assertRefused(watching(network).range(0, Double.POSITIVE_INFINITY), "found 0.0 to Infinity");
    assertRefused(watching(network).range(Double.NaN, 1), "found NaN to 1.0");
    assertRefused(watching(network).range(0, 1e39), "both as floats");
    assertRefused(watching(network).bins(0), "1 to 10,000 bins, not 0");
    assertRefused(watching(network).bins(1 << 20), "1 to 10,000 bins, not 1,048,576");
    assertRefused(watching(network).weightsEvery(0), "needs an n of at least 1, not 0");
    assertRefused(watching(network).named(".hidden"), "no dot at its start");
    assertRefused(watching(network).named("x".repeat(201)), "at most 200 bytes");
    assertRefused(watching(network).named("a\u202Eb"), "\"a\uFFFDb\" cannot be a run's name");
    assertThatThrownBy(() -> watching(network).named("../up").start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("../up");
    assertRefused(
        watching(network).named("half a letter \ud83d"),
        "\"half a letter \uFFFD\" cannot be a run's name");
    assertThatThrownBy(() -> watching(network).into(file).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString());
    assertThat(network.getListeners()).isEmpty();
    assertThat(Files.list(runs)).as("nothing is left behind").containsExactly(file);
  }

  @Test
  void whatGoesWrongWhileWatchingIsNoneOfTheTrainings() throws IOException {
    INDArray alone = trained(network -> {});
    MultiLayerNetwork network = SmallNetworks.convolutional();
    Watch watch = watching(network).every(1).start();
    try (watch) {
      network.addListeners(
          new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
              if (iteration == 12) {
                delete(watch.folder().resolve(".lock"));
              }
            }
          });
      train(network, SmallNetworks.pictures(10), 3);
    }

    assertThat(network.params()).isEqualTo(alone);
    assertThat(captured(watch)).hasSizeBetween(13, 15);
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void listenersThatOthersReplaceAreMissed() {
    MultiLayerNetwork network = SmallNetworks.convolutional();
    Watch watch = watching(network).start();
    try (watch) {
      train(network, SmallNetworks.pictures(5), 1);
      network.setListeners(new ScoreIterationListener(1000));
      train(network, SmallNetworks.pictures(5), 1);
    }

    assertThat(manifest(watch).status()).isEqualTo(Status.INTERRUPTED);
    assertThat(manifest(watch).reason().orElseThrow()).contains("replaced the network's listeners");
    assertThat(manifest(watch).progress().steps()).isEqualTo(5);
  }

  @Test
  void aListenerOfTheUsersMayEndIt() {
    MultiLayerNetwork network = SmallNetworks.convolutional();
    Watch watch = watching(network).start();
    network.addListeners(
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            if (iteration == 3) {
              watch.close();
            }
          }
        },
        new ScoreIterationListener(1000));

    train(network, SmallNetworks.pictures(10), 1);

    assertThat(manifest(watch).status()).isEqualTo(Status.FINISHED);
    assertThat(captured(watch)).hasSize(4);
  }

  @Test
  void doesNotBeginInTheMiddleOfAStep() {
    MultiLayerNetwork network = SmallNetworks.convolutional();
    network.addListeners(
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            assertThatThrownBy(() -> watching(network).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("between two calls of fit");
          }
        });

    train(network, SmallNetworks.pictures(1), 1);

    assertThat(network.getIterationCount()).isEqualTo(1);
  }

  @Test
  void whatWasNeverTrainedIsSaidToBe() {
    Watch watch = watching(SmallNetworks.convolutional()).start();
    watch.close();
    watch.close();
    watch.note("too late");
    watch.validation(1, 1, 1);

    assertThat(manifest(watch).status()).isEqualTo(Status.INTERRUPTED);
    assertThat(manifest(watch).reason().orElseThrow())
        .startsWith("no step of the network was seen");
  }

  @Test
  void twoNetworksAreWatchedAtOnce() {
    ComputationGraph graph = SmallNetworks.ofTwoInputs();
    MultiLayerNetwork layers = SmallNetworks.convolutional();
    Watch first = Watch.of(graph).named("graph").into(runs).start();
    Watch second = watching(layers).start();
    CompletableFuture<Void> training =
        CompletableFuture.runAsync(
            () -> IntStream.range(0, 30).forEach(i -> graph.fit(SmallNetworks.pair())));
    SmallNetworks.pictures(20).forEach(layers::fit);
    training.join();
    first.close();
    second.close();

    assertThat(first.vertices()).containsExactly("left-dense", "right-dense");
    assertThat(captured(first)).isNotEmpty();
    assertThat(manifest(first).progress().steps()).isEqualTo(30);
    assertThat(manifest(first).architecture().classes()).isEmpty();
    assertThat(manifest(second).progress().steps()).isEqualTo(20);
    assertThat(first.folder().resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void copiesOfTheNetworkAreNotWatched() {
    ComputationGraph graph = SmallNetworks.ofTwoInputs();
    Watch watch = Watch.of(graph).named("graph").into(runs).every(1).start();
    try (watch) {
      graph.fit(SmallNetworks.pair());
      ComputationGraph copy = graph.clone(); // it shares the listeners
      copy.fit(SmallNetworks.pair());
      copy.fit(SmallNetworks.pair());
      graph.fit(SmallNetworks.pair());
    }

    assertThat(captured(watch)).extracting(Step::iteration).containsExactly(0, 1);
    assertThat(manifest(watch).status()).isEqualTo(Status.FINISHED);
  }

  @Test
  void earlyStoppingIsWatchedWithItsEpochs() {
    MultiLayerNetwork network = SmallNetworks.convolutional();
    EarlyStoppingConfiguration<MultiLayerNetwork> stopping =
        new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
            .epochTerminationConditions(new MaxEpochsTerminationCondition(3))
            .scoreCalculator(
                new DataSetLossCalculator(SmallNetworks.iterator(SmallNetworks.pictures(2)), true))
            .modelSaver(new InMemoryModelSaver<>())
            .build();
    Watch watch = watching(network).every(1).start();
    try (watch) {
      new EarlyStoppingTrainer(stopping, network, SmallNetworks.iterator(SmallNetworks.pictures(5)))
          .fit();
    }

    assertThat(captured(watch)).hasSize(15);
    assertThat(metrics(watch)).extracting(EpochMetrics::lastStep).containsExactly(4, 9, 14);
    assertThat(manifest(watch).status()).isEqualTo(Status.FINISHED);
  }

  @Test
  void beginsInEarlyStoppingBeforeItTrains() {
    MultiLayerNetwork network = SmallNetworks.convolutional();
    EarlyStoppingConfiguration<MultiLayerNetwork> stopping =
        new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
            .epochTerminationConditions(new MaxEpochsTerminationCondition(2))
            .scoreCalculator(
                new DataSetLossCalculator(SmallNetworks.iterator(SmallNetworks.pictures(2)), true))
            .modelSaver(new InMemoryModelSaver<>())
            .build();
    List<Watch> watches = new ArrayList<>();
    new EarlyStoppingTrainer(
            stopping,
            network,
            SmallNetworks.iterator(SmallNetworks.pictures(5)),
            new EarlyStoppingListener<MultiLayerNetwork>() {
              @Override
              public void onStart(
                  EarlyStoppingConfiguration<MultiLayerNetwork> configuration,
                  MultiLayerNetwork started) {
                watches.add(watching(started).every(1).start());
              }

              @Override
              public void onEpoch(
                  int epoch,
                  double score,
                  EarlyStoppingConfiguration<MultiLayerNetwork> configuration,
                  MultiLayerNetwork trained) {}

              @Override
              public void onCompletion(EarlyStoppingResult<MultiLayerNetwork> result) {
                watches.get(0).close();
              }
            })
        .fit();

    assertThat(captured(watches.get(0))).hasSize(10);
    assertThat(manifest(watches.get(0)).status()).isEqualTo(Status.FINISHED);
  }
}
