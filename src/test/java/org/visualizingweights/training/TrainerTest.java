package org.visualizingweights.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.data.BatchSettings;
import org.visualizingweights.data.Batches;
import org.visualizingweights.data.ImageSet;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.layers.OneDnnKit;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.run.EpochMetrics;

class TrainerTest {
  private static final int TRAINING = 40;
  private static final int VALIDATION = 20;
  private static final OptimizerSettings ADAMW =
      new OptimizerSettings(OptimizerSettings.Algorithm.ADAMW, 0.9, 0.01, 0.9, 0.99, 1e-5);

  /** More than the 256 images of a batch to validate on. */
  private static final int[] VALIDATED_TWICE =
      IntStream.range(0, 300).map(i -> TRAINING + i % VALIDATION).toArray();

  private final List<Double> losses = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  @Test
  void tellsHowAnEpochGoes() {
    EpochMetrics metrics = train(network(Freeze.NONE), 1).get(0);

    // 40 images make 2 batches of 16, the rest is dropped; to validate, 20 make 1.
    assertThat(events)
        .containsExactly(
            "epoch 0 of 2 steps", "step 0", "step 1", "validation of 1", "validated", "done 1");
    assertThat(losses).hasSize(2).allMatch(loss -> loss > 0 && loss < 100);
    assertThat(metrics.epoch()).isEqualTo(1);
    assertThat(metrics.errorRate().orElseThrow() * VALIDATION).isBetween(0.0, 20.0);
    assertThat(metrics.validLoss().orElseThrow()).isFinite();
    assertThat(metrics.seconds()).isPositive();
  }

  @Test
  void theSameSeedGivesTheSameFiguresToTheLastDigit() {
    List<EpochMetrics> first = train(network(Freeze.NONE), 2);
    List<Double> firstLosses = List.copyOf(losses);
    losses.clear();
    List<EpochMetrics> second = train(network(Freeze.NONE), 2);

    assertThat(losses).isEqualTo(firstLosses);
    for (int i = 0; i < first.size(); i++) {
      assertThat(second.get(i).validLoss()).isEqualTo(first.get(i).validLoss());
      assertThat(second.get(i).errorRate()).isEqualTo(first.get(i).errorRate());
    }
  }

  @Test
  void frozenConvolutionsStayAsTheyWereWhileBatchNormsTrain() {
    ComputationGraph network = network(Freeze.BODY);
    Map<String, INDArray> before = parameters(network);

    train(network, 1);

    network
        .paramTable()
        .forEach(
            (name, values) -> {
              boolean frozen = name.startsWith("conv") && name.endsWith("_W");
              assertThat(values.equalsWithEps(before.get(name), 0)).as(name).isEqualTo(frozen);
            });
  }

  static List<LayerKit> kits() {
    return kit() instanceof StockKit ? List.of(kit()) : List.of(kit(), new StockKit());
  }

  @ParameterizedTest
  @MethodSource("kits")
  void aBodyFrozenAsAWholeStaysAsItWasToTheLastBitWhileTheHeadTrains(LayerKit kit) {
    ComputationGraph network = network(kit, Freeze.WHOLE_BODY);
    Map<String, INDArray> before = parameters(network);

    train(network, 1);

    network
        .paramTable()
        .forEach(
            (name, values) ->
                assertThat(values.equalsWithEps(before.get(name), 0))
                    .as(name)
                    .isEqualTo(!name.startsWith("head.") && !name.startsWith("logits")));
  }

  @ParameterizedTest
  @MethodSource("kits")
  void aBodyFrozenAsAWholeWorksInTrainingAsInEvaluation(LayerKit kit) {
    ComputationGraph network = network(kit, Freeze.WHOLE_BODY);
    ComputationGraph free = network(kit, Freeze.NONE);
    INDArray images = Nd4j.rand(DataType.FLOAT, 4, 3, 32, 32);

    INDArray evaluated = free.feedForward(images, false).get("conv5_x");

    assertThat(network.feedForward(images, true).get("conv5_x").equalsWithEps(evaluated, 0))
        .isTrue();
    assertThat(free.feedForward(images, true).get("conv5_x").equalsWithEps(evaluated, 1e-3))
        .isFalse();
  }

  private static Map<String, INDArray> parameters(ComputationGraph network) {
    Map<String, INDArray> copies = new TreeMap<>();
    network.paramTable().forEach((name, values) -> copies.put(name, values.dup()));
    return copies;
  }

  @Test
  void stopsBetweenTwoStepsWhenAsked() {
    ComputationGraph network = network(Freeze.NONE);
    try (Batches training = Batches.training(IMAGES, indices(0, TRAINING), SETTINGS);
        Batches validation = Batches.validation(IMAGES, indices(0, 4), SETTINGS)) {
      Trainer trainer =
          new Trainer(
              new TrainedResNet(network, "logits"),
              training,
              validation,
              List.of(new Recorder()),
              () -> losses.size() == 1);
      assertThat(trainer.epoch()).isEmpty();
    }
    assertThat(losses).hasSize(1);
    assertThat(events).endsWith("step 0", "stopped");
  }

  @Test
  void stopsBetweenTwoBatchesOfAValidationAndValidatesAnewWhenItGoesOn() {
    EpochMetrics undisturbed = train(network(Freeze.NONE), 1, VALIDATED_TWICE).get(0);
    List<Double> expected = List.copyOf(losses);
    losses.clear();
    events.clear();
    AtomicBoolean stop = new AtomicBoolean(true);
    try (Batches training = Batches.training(IMAGES, indices(0, TRAINING), SETTINGS);
        Batches validation = Batches.validation(IMAGES, VALIDATED_TWICE, SETTINGS)) {
      Trainer trainer =
          new Trainer(
              new TrainedResNet(network(Freeze.NONE), "logits"),
              training,
              validation,
              List.of(new Recorder()),
              () -> stop.get() && events.contains("validated"));
      assertThat(trainer.epoch()).isEmpty();
      assertThat(events).endsWith("step 1", "validation of 2", "validated", "stopped");
      assertThat(trainer.state().epoch()).isZero();
      assertThat(trainer.state().step()).isEqualTo(2);

      stop.set(false);
      EpochMetrics metrics = trainer.epoch().orElseThrow();
      assertThat(metrics)
          .usingRecursiveComparison()
          .ignoringFields("seconds")
          .isEqualTo(undisturbed);
    }
    assertThat(losses).isEqualTo(expected);
    assertThat(events)
        .endsWith("epoch 0 of 2 steps", "validation of 2", "validated", "validated", "done 1");
  }

  @Test
  void observersAreToldInTheirOrderWhereTrainingStands() {
    List<String> told = new ArrayList<>();
    train(network(Freeze.NONE), 1, observer("log", told), observer("checkpoints", told));

    assertThat(told)
        .containsExactly(
            "log: step 1 of epoch 0, 1 in all",
            "checkpoints: step 1 of epoch 0, 1 in all",
            "log: step 2 of epoch 0, 2 in all",
            "checkpoints: step 2 of epoch 0, 2 in all",
            "log: step 0 of epoch 1, 2 in all",
            "checkpoints: step 0 of epoch 1, 2 in all");
  }

  private static TrainingObserver observer(String name, List<String> told) {
    return new TrainingObserver() {
      @Override
      public void stepDone(TrainingState state, double loss) {
        told.add(
            "%s: step %s of epoch %s, %s in all"
                .formatted(name, state.step(), state.epoch(), state.iteration()));
      }

      @Override
      public void epochDone(TrainingState state, EpochMetrics metrics) {
        stepDone(state, 0);
      }
    };
  }

  private List<EpochMetrics> train(ComputationGraph network, int epochs) {
    return train(network, epochs, new Recorder());
  }

  private List<EpochMetrics> train(ComputationGraph network, int epochs, int[] validated) {
    return train(network, epochs, validated, new Recorder());
  }

  private static List<EpochMetrics> train(
      ComputationGraph network, int epochs, TrainingObserver... observers) {
    return train(network, epochs, indices(TRAINING, TRAINING + VALIDATION), observers);
  }

  private static List<EpochMetrics> train(
      ComputationGraph network, int epochs, int[] validated, TrainingObserver... observers) {
    try (Batches training = Batches.training(IMAGES, indices(0, TRAINING), SETTINGS);
        Batches validation = Batches.validation(IMAGES, validated, SETTINGS)) {
      Trainer trainer =
          new Trainer(
              new TrainedResNet(network, "logits"),
              training,
              validation,
              List.of(observers),
              () -> false);
      return IntStream.range(0, epochs)
          .mapToObj(epoch -> trainer.epoch())
          .map(Optional::orElseThrow)
          .toList();
    }
  }

  private static LayerKit kit() {
    return OneDnnKit.obstacle().isPresent() ? new StockKit() : new OneDnnKit();
  }

  private static ComputationGraph network(Freeze freeze) {
    return network(kit(), freeze);
  }

  private static ComputationGraph network(LayerKit kit, Freeze freeze) {
    return Trainer.network(
        ResNet.RESNET_18.builder(kit).head(Head.CONCAT_POOL).classes(2).imageSize(32),
        freeze,
        LearningRates.of(0.01),
        ADAMW);
  }

  private static int[] indices(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private final class Recorder implements TrainingObserver {
    @Override
    public void epochStarted(TrainingState state, int steps) {
      events.add("epoch " + state.epoch() + " of " + steps + " steps");
    }

    @Override
    public void stepDone(TrainingState state, double loss) {
      losses.add(loss);
      events.add("step " + (state.step() - 1));
    }

    @Override
    public void stopped(TrainingState state) {
      events.add("stopped");
    }

    @Override
    public void validationStarted(TrainingState state, int batches) {
      events.add("validation of " + batches);
    }

    @Override
    public void validationBatchDone(TrainingState state) {
      events.add("validated");
    }

    @Override
    public void epochDone(TrainingState state, EpochMetrics metrics) {
      events.add("done " + metrics.epoch());
    }
  }

  private static final BatchSettings SETTINGS = new BatchSettings(32, 16, true, 1, 1);

  /** Noise, brighter in its upper half where the label is 1. */
  private static final ImageSet IMAGES =
      new ImageSet() {
        @Override
        public int size() {
          return TRAINING + VALIDATION;
        }

        @Override
        public int channels() {
          return 1;
        }

        @Override
        public int height() {
          return 8;
        }

        @Override
        public int width() {
          return 8;
        }

        @Override
        public List<String> classes() {
          return List.of("dark", "bright");
        }

        @Override
        public int label(int index) {
          return index % 2;
        }

        @Override
        public void read(int index, byte[] pixels) {
          SplittableRandom random = new SplittableRandom(index);
          for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (random.nextInt(128) + (i < 32 ? 100 * label(index) : 0));
          }
        }

        @Override
        public Provenance provenance() {
          return new Provenance("noise", "drawn", Map.of());
        }
      };
}
