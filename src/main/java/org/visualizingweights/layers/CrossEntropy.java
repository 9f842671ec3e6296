package org.visualizingweights.layers;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Softmax and cross-entropy in one, from the logits, as PyTorch's {@code cross_entropy}.
 *
 * <p>Deeplearning4j's LossMCXENT takes the logarithm of probabilities that it first lifts to 1e-10,
 * so that no example can lose more than 23; here a loss is as large as it is.
 */
public final class CrossEntropy implements ILossFunction {

  private static final long serialVersionUID = 1L;

  @Override
  public double computeScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    double sum = computeScoreArray(labels, logits, activation, mask).sumNumber().doubleValue();
    return average ? sum / labels.size(0) : sum;
  }

  /** One loss for each example, {@code [batch, 1]}. */
  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    check(activation, mask);
    float[][] label = labels.toFloatMatrix();
    float[][] logit = logits.toFloatMatrix();
    float[][] loss = new float[logit.length][1];
    for (int i = 0; i < logit.length; i++) {
      double normaliser = logSumExp(logit[i]);
      double sum = 0;
      for (int j = 0; j < logit[i].length; j++) {
        if (label[i][j] != 0) {
          sum += label[i][j] * (normaliser - logit[i][j]);
        }
      }
      loss[i][0] = (float) sum;
    }
    return Nd4j.create(loss);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    check(activation, mask);
    float[][] label = labels.toFloatMatrix();
    float[][] gradient = logits.toFloatMatrix();
    for (int i = 0; i < gradient.length; i++) {
      double normaliser = logSumExp(gradient[i]);
      double total = 0;
      for (float value : label[i]) {
        total += value;
      }
      for (int j = 0; j < gradient[i].length; j++) {
        double probability = Math.exp(gradient[i][j] - normaliser);
        gradient[i][j] = (float) (total * probability - label[i][j]);
      }
    }
    return Nd4j.create(gradient);
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    return new Pair<>(
        computeScore(labels, logits, activation, mask, average),
        computeGradient(labels, logits, activation, mask));
  }

  /** log(sum(exp(x))), without overflow; NaN if there is a NaN. */
  private static double logSumExp(float[] row) {
    double maximum = Double.NEGATIVE_INFINITY;
    for (float value : row) {
      maximum = Math.max(maximum, value);
    }
    if (Double.isInfinite(maximum)) {
      return maximum > 0 ? Double.NaN : maximum;
    }
    double sum = 0;
    for (float value : row) {
      sum += Math.exp(value - maximum);
    }
    return maximum + Math.log(sum);
  }

  private static void check(IActivation activation, INDArray mask) {
    if (!(activation instanceof ActivationSoftmax) || mask != null) {
      throw new UnsupportedOperationException("Softmax and no mask expected");
    }
  }

  @Override
  public String name() {
    return "CrossEntropy";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CrossEntropy;
  }

  @Override
  public int hashCode() {
    return CrossEntropy.class.hashCode();
  }
}
