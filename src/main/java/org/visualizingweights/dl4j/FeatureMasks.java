package org.visualizingweights.dl4j;

import java.io.Serial;
import java.lang.StackWalker.StackFrame;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.preprocessor.BaseInputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sees the mask of the features that a {@link MultiLayerNetwork} trains with, which that tells its
 * layers and then forgets; neither LSTMs nor convolutions remember it either.
 *
 * <p>It does so as the map of the preprocessors of a network's layers, with just the entries that
 * the map in its place had. When the network passes a mask on, and only then, the one before the
 * first layer is replaced by one that takes note of what comes by. Whoever computes, copies or
 * writes the configuration finds what there was.
 */
final class FeatureMasks extends HashMap<Integer, InputPreProcessor> {
  @Serial private static final long serialVersionUID = 1;

  private static final int FIRST_LAYER = 0;

  /** How a {@code MultiLayerNetwork} sets masks in training; else it does for what it evaluates. */
  private static final Set<String> TRAINING =
      Set.of(
          "fit",
          "fitHelper",
          "doTruncatedBPTT",
          "calculateGradientsHelper",
          "ffToLayerActivationsInWs");

  /** The configuration asks for what passes masks on for what sets them for somebody. */
  private static final int FRAMES = 4;

  private final transient MultiLayerConfiguration configuration;
  private transient Optional<Seen> seen = Optional.empty();

  /** A mask, and how many steps the network had trained for. */
  private record Seen(INDArray mask, int iteration) {}

  private FeatureMasks(MultiLayerConfiguration configuration) {
    super(configuration.getInputPreProcessors());
    this.configuration = configuration;
  }

  /** Has the masks of a network seen from now on. */
  static void watch(MultiLayerNetwork network) {
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    if (!(configuration.getInputPreProcessors() instanceof FeatureMasks)) {
      configuration.setInputPreProcessors(new FeatureMasks(configuration));
    }
  }

  /** The mask of the step that goes on; empty where it has none. */
  static Optional<INDArray> of(MultiLayerNetwork network) {
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    return configuration.getInputPreProcessors() instanceof FeatureMasks masks
        ? masks
            .seen
            .filter(last -> last.iteration() == configuration.getIterationCount())
            .map(Seen::mask)
        : Optional.empty();
  }

  @Override
  public InputPreProcessor get(Object layer) {
    InputPreProcessor own = super.get(layer);
    return layer.equals(FIRST_LAYER) && isForMasksOfTraining()
        ? new Noting(Optional.ofNullable(own))
        : own;
  }

  private static boolean isForMasksOfTraining() {
    String own = FeatureMasks.class.getName();
    List<StackFrame> asking =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .dropWhile(frame -> frame.getClassName().equals(own))
                        .limit(FRAMES)
                        .toList());
    return asking.size() == FRAMES
        && asking.get(1).getMethodName().equals("feedForwardMaskArray")
        && asking.get(2).getMethodName().equals("setLayerMaskArrays")
        && isTraining(asking.get(3));
  }

  /**
   * Whether masks are set to train with: by the network, or by a program that will have it do so.
   */
  private static boolean isTraining(StackFrame caller) {
    return !caller.getClassName().equals(MultiLayerNetwork.class.getName())
        || TRAINING.contains(caller.getMethodName());
  }

  /** What is written in its place. */
  @Serial
  private Object writeReplace() {
    return new HashMap<>(this);
  }

  /**
   * Stands before the first layer while a mask passes.
   *
   * @param own what there is, if anything
   */
  private final class Noting extends BaseInputPreProcessor {
    @Serial private static final long serialVersionUID = 1;

    private final transient Optional<InputPreProcessor> own;

    Noting(Optional<InputPreProcessor> own) {
      this.own = own;
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
        INDArray mask, MaskState state, int batch) {
      seen = Optional.of(new Seen(mask, configuration.getIterationCount()));
      return own.map(there -> there.feedForwardMaskArray(mask, state, batch))
          .orElseGet(() -> new Pair<>(mask, state));
    }

    @Override
    public INDArray preProcess(INDArray input, int batch, LayerWorkspaceMgr workspaces) {
      throw new IllegalStateException("only masks pass here");
    }

    @Override
    public INDArray backprop(INDArray output, int batch, LayerWorkspaceMgr workspaces) {
      throw new IllegalStateException("only masks pass here");
    }

    @Override
    public InputType getOutputType(InputType input) {
      throw new IllegalStateException("only masks pass here");
    }
  }
}
