package org.visualizingweights.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.visualizingweights.dl4j.Case;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.NetworkListener;
import org.visualizingweights.dl4j.StepListener;
import org.visualizingweights.dl4j.Vertex;
import org.visualizingweights.dl4j.VertexKind;

/** What is captured of all kinds of networks, against what feeding them forward gives. */
class NetworkCapturesTest {
  private static final float LOW = 0;
  private static final float HIGH = 1;
  private static final int BINS = 10;
  private static final Set<VertexKind> NEVER_ZERO =
      Set.of(VertexKind.CONVOLUTION, VertexKind.DENSE, VertexKind.RECURRENT);

  static Stream<Case> cases() {
    return Case.all();
  }

  private static CaptureSettings settings(Dl4jNetwork network) {
    List<String> names =
        network.vertices().stream().filter(Vertex::canBeCaptured).map(Vertex::name).toList();
    return new CaptureSettings(names, 1, BINS, LOW, HIGH);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsCapturedIsWhatFeedingForwardGives(Case kind) {
    assertCaptures(kind, kind.batches(), HostReduction::new);
  }

  /** Of any type, order of channels, with masks and without. */
  static Stream<Case> someCases() {
    return cases()
        .filter(
            kind ->
                List.of("dense, HALF", "images, NHWC, DOUBLE", "recurrent, NWC", "masked graph")
                    .contains(kind.name()));
  }

  @ParameterizedTest
  @MethodSource("someCases")
  void aDeviceCapturesTheSame(Case kind) {
    assertCaptures(kind, kind.batches().subList(0, 1), DeviceReduction::new);
  }

  /** These layers' activations are never zero by themselves; ReLUs are normalised first. */
  @ParameterizedTest
  @MethodSource("cases")
  void whatDropoutDoesToALayersOutputIsNotCaptured(Case kind) {
    Model model = kind.network().apply(true);
    Dl4jNetwork network = Dl4jNetwork.of(model);
    List<String> names =
        network.vertices().stream()
            .filter(vertex -> vertex.canBeCaptured() && NEVER_ZERO.contains(vertex.kind()))
            .map(Vertex::name)
            .filter(name -> !name.equals("layer0"))
            .toList();
    List<Step> steps = new ArrayList<>();
    CaptureSettings settings = new CaptureSettings(names, 1, BINS, LOW, HIGH);
    NetworkListener.attach(network, new CaptureListener(network, settings, steps::add));

    kind.train(model);

    assertThat(names).isNotEmpty();
    assertThat(steps).flatExtracting(Step::captures).extracting(Capture::zeros).containsOnly(0L);
  }

  /** Else one of them would have the other's values, by which it was written over. */
  @ParameterizedTest
  @MethodSource("cases")
  void noTwoVerticesThatCanBeCapturedShareMemory(Case kind) {
    Model model = kind.network().apply(true);
    Dl4jNetwork network = Dl4jNetwork.of(model);
    List<String> names = settings(network).vertices();
    List<Long> addresses = new ArrayList<>();
    network.keep(names);
    NetworkListener.attach(
        network,
        new StepListener() {
          @Override
          public void forward(int step, Map<String, INDArray> activations) {
            addresses.clear();
            names.forEach(name -> addresses.add(activations.get(name).data().address()));
          }
        });

    kind.train(model);

    assertThat(addresses).hasSameSizeAs(names).doesNotHaveDuplicates();
  }

  private static void assertCaptures(
      Case kind, List<MultiDataSet> batches, Function<CaptureSettings, Reduction> reduction) {
    Model model = kind.plain();
    Dl4jNetwork network = Dl4jNetwork.of(model);
    CaptureSettings settings = settings(network);
    List<Step> steps = new ArrayList<>();
    Witness witness = new Witness();
    NetworkListener.attach(
        network,
        witness,
        new CaptureListener(network, settings, steps::add, reduction.apply(settings)));
    for (MultiDataSet batch : batches) {
      steps.clear();
      witness.steps.clear();
      Map<String, INDArray> forward = feedForward(network, batch);

      Case.train(model, batch);

      for (int i = 0; i < steps.size(); i++) {
        Map<String, INDArray> seen = witness.steps.get(i);
        if (!kind.isCut()) {
          assertSame(seen, forward, settings.vertices());
        }
        assertThat(steps.get(i).captures())
            .extracting(Capture::vertex)
            .isEqualTo(settings.vertices());
        for (Capture capture : steps.get(i).captures()) {
          INDArray array = seen.get(capture.vertex());
          assertCapture(capture, array, kind.channelsLast(), counts(kind, batch, i, array));
        }
      }
    }
  }

  /** Keeps a copy of what each forward pass gave. */
  private static final class Witness implements StepListener {
    private final List<Map<String, INDArray>> steps = new ArrayList<>();

    @Override
    public void forward(int step, Map<String, INDArray> activations) {
      Map<String, INDArray> copies = new HashMap<>();
      activations.forEach((name, array) -> copies.put(name, array.dup().detach()));
      steps.add(copies);
    }
  }

  private static Map<String, INDArray> feedForward(Dl4jNetwork network, MultiDataSet batch) {
    MultiDataSet copy = (MultiDataSet) batch.copy();
    Map<String, INDArray> activations;
    if (network.model() instanceof ComputationGraph graph) {
      graph.setInputs(copy.getFeatures());
      graph.setLabels(copy.getLabels());
      graph.setLayerMaskArrays(copy.getFeaturesMaskArrays(), null);
      activations = graph.feedForward(true, true, true);
      graph.clearLayerMaskArrays();
    } else {
      MultiLayerNetwork layers = (MultiLayerNetwork) network.model();
      layers.setLayerMaskArrays(copy.getFeaturesMaskArray(0), null);
      activations = network.activations(layers.feedForward(copy.getFeatures(0), true));
      layers.clearLayerMaskArrays();
    }
    return activations;
  }

  private static void assertSame(
      Map<String, INDArray> actual, Map<String, INDArray> expected, List<String> names) {
    for (String name : names) {
      assertThat(actual.get(name).castTo(DataType.DOUBLE).dup('c').data().asDouble())
          .as(name)
          .isEqualTo(expected.get(name).castTo(DataType.DOUBLE).dup('c').data().asDouble());
    }
  }

  /** Which positions of an array count, as its batch's mask says. */
  private static IntPredicate counts(Case kind, MultiDataSet batch, int segment, INDArray array) {
    if (batch.getFeaturesMaskArray(0) == null) {
      return position -> true;
    }
    float[][] mask = batch.getFeaturesMaskArray(0).toFloatMatrix();
    int from = segment * Case.SEGMENT;
    if (array.rank() == 3) {
      int length = (int) array.size(kind.channelsLast() ? 1 : 2);
      return position -> mask[position / length][from + position % length] == 1;
    }
    // A dense layer between recurrent ones takes all first time steps, then all second ones, ...
    boolean ofSteps = array.size(0) > mask.length || kind.isCut();
    return position -> !ofSteps || mask[position % mask.length][from + position / mask.length] == 1;
  }

  private static void assertCapture(
      Capture capture, INDArray array, boolean channelsLast, IntPredicate counts) {
    int rank = array.rank();
    int dimension = channelsLast ? rank - 1 : 1;
    int[] channelsFirst =
        IntStream.concat(
                IntStream.of(dimension), IntStream.range(0, rank).filter(d -> d != dimension))
            .toArray();
    float[][] channels =
        array
            .castTo(DataType.FLOAT)
            .permute(channelsFirst)
            .dup('c')
            .reshape(array.size(dimension), array.length() / array.size(dimension))
            .toFloatMatrix();
    float[][] counted = new float[channels.length][];
    int[] positions = IntStream.range(0, channels[0].length).filter(counts).toArray();
    for (int c = 0; c < channels.length; c++) {
      counted[c] = new float[positions.length];
      for (int i = 0; i < positions.length; i++) {
        counted[c][i] = channels[c][positions[i]];
      }
    }
    assertCounts(capture, counted);
  }

  /** Counts by hand. */
  private static void assertCounts(Capture capture, float[][] channels) {
    long[] bins = new long[BINS];
    long below = 0;
    long zeros = 0;
    double sum = 0;
    double squares = 0;
    int dead = 0;
    int saturated = 0;
    int total = 0;
    for (float[] channel : channels) {
      boolean constant = channel.length > 1;
      boolean high = channel.length > 0;
      for (float value : channel) {
        total++;
        sum += value;
        squares += (double) value * value;
        zeros += value == 0 ? 1 : 0;
        below += value < LOW ? 1 : 0;
        if (value >= LOW && value <= HIGH) {
          bins[Math.min(BINS - 1, (int) (value / HIGH * BINS))]++;
        }
        constant &= value == channel[0];
        high &= value > HIGH;
      }
      dead += constant ? 1 : 0;
      saturated += high ? 1 : 0;
    }
    String name = capture.vertex();
    assertThat(capture.total()).as(name).isEqualTo(total);
    assertThat(capture.bins()).as(name).isEqualTo(bins);
    assertThat(capture.below()).as(name).isEqualTo(below);
    assertThat(capture.zeros()).as(name).isEqualTo(zeros);
    assertThat(capture.channels())
        .as(name)
        .hasValue(new ChannelCounts(channels.length, dead, saturated));
    if (total > 0) {
      double mean = sum / total;
      assertThat(capture.mean()).as(name).isCloseTo(mean, within(1e-9));
      assertThat(capture.std())
          .as(name)
          .isCloseTo(Math.sqrt(Math.max(0, squares / total - mean * mean)), within(1e-6));
    } else {
      assertThat(capture.mean()).as(name).isNaN();
    }
  }
}
