package org.visualizingweights.model;

import java.util.Arrays;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Softmax and cross entropy in one, from the logits {@code [batch, classes]}.
 *
 * <p>The same as PyTorch's {@code cross_entropy}: DL4J's own loss clips the probabilities, so that
 * no example can cost more than 23, and a network that breaks would look better than it is. The
 * gradient is that of the mean over the batch, so the network needs no division by the batch size.
 */
public final class CrossEntropy implements ILossFunction {
  private static final long serialVersionUID = 1L;

  @Override
  public double computeScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    double sum = 0;
    double[] losses = losses(labels, logits);
    for (double loss : losses) {
      sum += loss;
    }
    return average ? sum / losses.length : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    return Nd4j.createFromArray(losses(labels, logits)).reshape(-1, 1);
  }

  /** {@code (softmax(logits) - labels) / batch}. */
  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    double[][] z = rows(logits);
    double[][] y = rows(labels);
    for (int i = 0; i < z.length; i++) {
      double logSum = logSumExp(z[i]);
      for (int j = 0; j < z[i].length; j++) {
        z[i][j] = (Math.exp(z[i][j] - logSum) - y[i][j]) / z.length;
      }
    }
    return Nd4j.createFromArray(z).castTo(logits.dataType());
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    return new Pair<>(
        computeScore(labels, logits, activation, mask, average),
        computeGradient(labels, logits, activation, mask));
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

  private static double[] losses(INDArray labels, INDArray logits) {
    double[][] z = rows(logits);
    double[][] y = rows(labels);
    double[] losses = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      double logSum = logSumExp(z[i]);
      for (int j = 0; j < z[i].length; j++) {
        if (y[i][j] != 0) {
          losses[i] += y[i][j] * (logSum - z[i][j]);
        }
      }
    }
    return losses;
  }

  /** ND4J's own way to make a matrix of an array takes a millisecond for a batch. */
  private static double[][] rows(INDArray array) {
    double[] values = array.dup('c').data().asDouble();
    int columns = (int) array.size(1);
    double[][] rows = new double[(int) array.size(0)][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(values, i * columns, (i + 1) * columns);
    }
    return rows;
  }

  private static double logSumExp(double[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - max);
    }
    return max + Math.log(sum);
  }
}
