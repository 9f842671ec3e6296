package org.visualizingweights.layers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;

import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;

/**
 * Batch normalisation as PyTorch's: a batch is normalised with its biased variance, and the running
 * average is kept of the unbiased one (PyTorch, {@code torch.nn.BatchNorm2d}).
 *
 * <p>Gamma and beta lie side by side among Deeplearning4j's parameters, as oneDNN expects them, and
 * so do their gradients. What moves the running averages is, as in Deeplearning4j, given as a
 * gradient to subtract.
 */
final class BatchNormOperation implements Operation {

  private static final String GAMMA = BatchNormalizationParamInitializer.GAMMA;
  private static final String MEAN = BatchNormalizationParamInitializer.GLOBAL_MEAN;
  private static final String VARIANCE = BatchNormalizationParamInitializer.GLOBAL_VAR;

  private final long[] shape;
  private final ParameterLayer parameters;
  private final float momentum;
  private final float unbiased;
  private final memory.desc images;
  private final memory.desc perChannel;
  private final memory.desc scaleAndShift;
  private final float epsilon;
  private final Kernel training;
  private final Kernel evaluation;
  private final Kernel backward;
  private final FloatPointer batchMean;
  private final FloatPointer batchVariance;
  private final float[] batch;
  private final float[] running;

  /**
   * @param shape {@code [batch, channels, height, width]} or {@code [batch, features]}
   * @param decay what is kept of the running averages at each step, one minus PyTorch's momentum
   */
  BatchNormOperation(long[] shape, ParameterLayer parameters, double epsilon, double decay) {
    this.shape = shape;
    this.parameters = parameters;
    this.epsilon = (float) epsilon;
    this.momentum = (float) (1 - decay);
    int channels = (int) shape[1];
    long pixels = shape.length == 4 ? shape[2] * shape[3] : 1;
    long values = shape[0] * pixels;
    this.unbiased = values > 1 ? (float) ((double) values / (values - 1)) : 1f;
    this.images =
        shape.length == 4 ? OneDnn.images(shape) : OneDnn.images(shape[0], channels, 1, 1);
    this.perChannel = OneDnn.desc(memory.format_tag.a, channels);
    this.scaleAndShift = OneDnn.desc(memory.format_tag.ab, 2, channels);
    this.batchMean = new FloatPointer(channels);
    this.batchVariance = new FloatPointer(channels);
    this.batch = new float[channels];
    this.running = new float[channels];
    int flags = normalization_flags.use_scale_shift.value;
    var description = describe(prop_kind.forward_training, flags);
    this.training = forwardKernel(description);
    this.evaluation =
        forwardKernel(
            describe(
                prop_kind.forward_inference, flags | normalization_flags.use_global_stats.value));
    this.backward = backwardKernel(description);
  }

  private batch_normalization_forward.primitive_desc describe(prop_kind kind, int flags) {
    return new batch_normalization_forward.primitive_desc(
        new batch_normalization_forward.desc(kind.value, images, epsilon, flags), OneDnn.engine());
  }

  private Kernel forwardKernel(batch_normalization_forward.primitive_desc description) {
    return Kernel.of(new batch_normalization_forward(description))
        .argument(DNNL_ARG_SRC, images)
        .argument(DNNL_ARG_SCALE_SHIFT, scaleAndShift)
        .argument(DNNL_ARG_MEAN, perChannel)
        .argument(DNNL_ARG_VARIANCE, perChannel)
        .argument(DNNL_ARG_DST, images)
        .build();
  }

  private Kernel backwardKernel(batch_normalization_forward.primitive_desc forward) {
    var description =
        new batch_normalization_backward.primitive_desc(
            new batch_normalization_backward.desc(
                prop_kind.backward, images, images, epsilon, normalization_flags.use_scale_shift),
            OneDnn.engine(),
            forward);
    return Kernel.of(new batch_normalization_backward(description))
        .argument(DNNL_ARG_SRC, images)
        .argument(DNNL_ARG_MEAN, perChannel)
        .argument(DNNL_ARG_VARIANCE, perChannel)
        .argument(DNNL_ARG_SCALE_SHIFT, scaleAndShift)
        .argument(DNNL_ARG_DIFF_DST, images)
        .argument(DNNL_ARG_DIFF_SRC, images)
        .argument(DNNL_ARG_DIFF_SCALE_SHIFT, scaleAndShift)
        .build();
  }

  @Override
  public long[] outputShape() {
    return shape;
  }

  @Override
  public void forward(boolean isTraining, FloatPointer input, FloatPointer output) {
    if (isTraining) {
      training.run(input, parameters.value(GAMMA), batchMean, batchVariance, output);
    } else {
      evaluation.run(
          input,
          parameters.value(GAMMA),
          parameters.value(MEAN),
          parameters.value(VARIANCE),
          output);
    }
  }

  @Override
  public void backward(
      FloatPointer input, FloatPointer outputGradient, FloatPointer inputGradient) {
    backward.run(
        input,
        batchMean,
        batchVariance,
        parameters.value(GAMMA),
        outputGradient,
        inputGradient,
        parameters.gradient(GAMMA));
    moveAverage(batchMean, 1f, MEAN);
    moveAverage(batchVariance, unbiased, VARIANCE);
  }

  private void moveAverage(FloatPointer ofBatch, float factor, String key) {
    ofBatch.get(batch);
    parameters.value(key).get(running);
    for (int i = 0; i < running.length; i++) {
      running[i] = momentum * (running[i] - factor * batch[i]);
    }
    parameters.gradient(key).put(running);
  }
}
