package org.visualizingweights.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.deeplearning4j.parallelism.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.ViewIterator;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Note;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;

/** What a watch does not see of a training is said. */
class UnseenTrainingTest {
  private static final int BATCHES = 5;

  @TempDir Path runs;

  private final MultiLayerNetwork network = SmallNetworks.convolutional();

  private Watch start() {
    return Watch.of(network).into(runs).every(1).start();
  }

  private void train() {
    network.fit(SmallNetworks.iterator(SmallNetworks.pictures(BATCHES)));
  }

  private static Manifest manifest(Watch watch) {
    return RunFolder.open(watch.folder()).manifest();
  }

  private static void assertFinished(Watch watch, int steps) {
    Manifest manifest = manifest(watch);
    assertThat(manifest.status()).as(manifest.reason().orElse("")).isEqualTo(Status.FINISHED);
    assertThat(manifest.progress().steps()).isEqualTo(steps);
  }

  private static void assertInterrupted(Watch watch, String reason) {
    assertThat(manifest(watch).status()).isEqualTo(Status.INTERRUPTED);
    assertThat(manifest(watch).reason().orElseThrow()).contains(reason);
  }

  private void trainUnseen() {
    List<TrainingListener> aside = new ArrayList<>(network.getListeners());
    network.setListeners(new ScoreIterationListener(1000));
    train();
    network.setListeners(aside);
  }

  @Test
  void stepsWithoutItsListenersAreNoted() {
    Watch watch = start();
    try (watch) {
      train();
      trainUnseen();
      train();
    }

    assertFinished(watch, 2 * BATCHES);
    assertThat(manifest(watch).notes()).extracting(Note::step).containsExactly(BATCHES);
    assertThat(manifest(watch).notes().get(0).text())
        .startsWith("5 steps before this were not seen");
  }

  @Test
  void soAreThoseBeforeTheFirstAndAfterTheLastStep() {
    Watch watch = start();
    try (watch) {
      trainUnseen();
      train();
      trainUnseen();
    }

    assertFinished(watch, BATCHES);
    assertThat(manifest(watch).notes()).extracting(Note::step).containsExactly(0, BATCHES);
  }

  @Test
  void whatIsMissedAgainAndAgainLeavesRoomForTheUsersNotes() {
    Watch watch = start();
    try (watch) {
      for (int i = 0; i < 15; i++) {
        trainUnseen();
        train();
      }
      watch.note("mine");
    }

    List<Note> notes = manifest(watch).notes();
    assertThat(notes).hasSize(11);
    assertThat(notes.get(9).text()).endsWith("further such gaps are not noted");
  }

  @Test
  void stepsOfCopiesAreNoted() {
    ComputationGraph graph = SmallNetworks.ofTwoInputs();
    Watch watch = Watch.of(graph).into(runs).every(1).start();
    try (watch) {
      graph.fit(SmallNetworks.pair());
      ComputationGraph copy = graph.clone(); // it shares the listeners
      copy.fit(SmallNetworks.pair());
      copy.fit(SmallNetworks.pair());
      graph.fit(SmallNetworks.pair());
    }

    assertFinished(watch, 2);
    assertThat(manifest(watch).notes())
        .extracting(Note::text)
        .containsExactly(
            "copies of the network train, and have its listeners: what they do is not seen");
  }

  @Test
  void whatParallelWrapperTrainsIsNotWhole() {
    ComputationGraph graph = SmallNetworks.ofTwoInputs();
    Watch watch = Watch.of(graph).into(runs).every(1).start();
    try (watch) {
      Workers.fit(graph, SmallNetworks.pair(), 3);
    }

    assertInterrupted(watch, "ParallelWrapper trained the network together with copies of it");
    assertThat(manifest(watch).progress().steps()).isEqualTo(3);
    assertThat(manifest(watch).notes()).hasSize(1);
  }

  /** Batches, of which the last cannot be had. */
  private static final class Broken extends ViewIterator {
    private static final long serialVersionUID = 1L;

    private int given;

    Broken() {
      super(DataSet.merge(SmallNetworks.pictures(BATCHES)), 8);
    }

    @Override
    public DataSet next() {
      if (++given == BATCHES) {
        throw new IllegalArgumentException("no such file");
      }
      return super.next();
    }

    @Override
    public boolean asyncSupported() {
      return false;
    }
  }

  @Test
  void aTrainingWhoseDataCannotBeHadBrokeOff() {
    Watch watch = start();
    try (watch) {
      assertThatThrownBy(() -> network.fit(new Broken())).hasMessage("no such file");
    }

    assertInterrupted(watch, "the training broke off in the middle of an epoch");
    assertThat(manifest(watch).progress().steps()).isEqualTo(BATCHES - 1);
  }

  private void failAt(int step) {
    network.addListeners(
        new BaseTrainingListener() {
          private int steps;

          @Override
          public void onBackwardPass(Model model) {
            if (steps++ == step) {
              throw new IllegalStateException("not this one");
            }
          }
        });
  }

  @Test
  void aStepInWhichSomethingIsThrownBrokeOff() {
    Watch watch = start();
    failAt(2);
    try (watch) {
      List<DataSet> batches = SmallNetworks.pictures(BATCHES);
      assertThatThrownBy(() -> batches.forEach(network::fit)).hasMessage("not this one");
    }

    assertInterrupted(watch, "the training broke off in the middle of a step");
    assertThat(manifest(watch).progress().steps()).isEqualTo(2);
  }

  @Test
  void soDoesTheFirstStep() {
    Watch watch = start();
    failAt(0);
    try (watch) {
      assertThatThrownBy(this::train).hasMessage("not this one");
    }

    assertInterrupted(watch, "the training broke off in the middle of a step");
    assertThat(manifest(watch).progress().steps()).isZero();
  }

  @Test
  void aTrainingThatGoesOnAfterAFailureDidNotBreakOff() {
    Watch watch = start();
    failAt(2);
    try (watch) {
      assertThatThrownBy(this::train).hasMessage("not this one");
      SmallNetworks.pictures(BATCHES).forEach(network::fit);
    }

    assertFinished(watch, 2 + BATCHES);
  }

  @Test
  void gradientsThatAreOnlyAskedForAreNoStep() {
    Watch watch = start();
    try (watch) {
      train();
      DataSet batch = SmallNetworks.pictures(1).get(0);
      network.calculateGradients(batch.getFeatures(), batch.getLabels(), null, null);
    }

    assertFinished(watch, BATCHES);
  }
}
