package org.visualizingweights.training;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * How parameters follow from their gradients and from what the optimiser remembers of earlier ones.
 *
 * <p>The loops are simple enough for the compiler to use vector instructions, each over arrays that
 * fit the first cache: one loop over everything takes twice as long.
 */
sealed interface UpdateRule {

  /** How many values are remembered for each parameter. */
  int states();

  /**
   * Changes the first n parameters and what is remembered for them.
   *
   * @param g the gradients
   * @param state one array for each of {@link #states}
   * @param iteration of the whole run, from 0; the learning rate may depend on it
   * @param epoch from 0; the learning rate may depend on it, too
   */
  void apply(float[] p, float[] g, float[][] state, int n, int iteration, int epoch);

  /** The same for arrays, by ND4J's operations, wherever the arrays are. */
  void apply(INDArray p, INDArray g, INDArray[] state, int iteration, int epoch);

  /** The same as the first, where the gradients are zero and always were. */
  void applyWithoutGradient(float[] p, int n, int iteration, int epoch);

  /**
   * AdamW as PyTorch's: epsilon is added to the corrected second moment, weight decay is decoupled
   * (Loshchilov and Hutter, <a href="https://arxiv.org/abs/1711.05101">Decoupled weight decay
   * regularization</a>, algorithm 2).
   */
  record AdamW(Adam adam, double decay) implements UpdateRule {

    @Override
    public int states() {
      return 2;
    }

    @Override
    public void apply(float[] p, float[] g, float[][] state, int n, int iteration, int epoch) {
      double beta1 = adam.getBeta1();
      double beta2 = adam.getBeta2();
      double rate = adam.getLearningRate(iteration, epoch);
      mean(state[0], g, n, (float) beta1, (float) (1 - beta1));
      meanOfSquares(state[1], g, n, (float) beta2, (float) (1 - beta2));
      float step = (float) (rate / (1 - Math.pow(beta1, iteration + 1)));
      float correction = (float) (1 / Math.sqrt(1 - Math.pow(beta2, iteration + 1)));
      root(g, state[1], n);
      float kept = (float) (1 - rate * decay);
      float epsilon = (float) adam.getEpsilon();
      float[] m = state[0];
      for (int i = 0; i < n; i++) {
        p[i] = kept * p[i] - step * m[i] / (correction * g[i] + epsilon);
      }
    }

    @Override
    public void apply(INDArray p, INDArray g, INDArray[] state, int iteration, int epoch) {
      double rate = adam.getLearningRate(iteration, epoch);
      double step = rate / (1 - Math.pow(adam.getBeta1(), iteration + 1));
      double correction = 1 / Math.sqrt(1 - Math.pow(adam.getBeta2(), iteration + 1));
      INDArray m = state[0].muli(adam.getBeta1()).addi(g.mul(1 - adam.getBeta1()));
      INDArray v = state[1].muli(adam.getBeta2()).addi(g.mul(g).muli(1 - adam.getBeta2()));
      INDArray divisor = Transforms.sqrt(v, true).muli(correction).addi(adam.getEpsilon());
      p.muli(1 - rate * decay).subi(m.mul(step).divi(divisor));
    }

    @Override
    public void applyWithoutGradient(float[] p, int n, int iteration, int epoch) {
      scale(p, n, (float) (1 - adam.getLearningRate(iteration, epoch) * decay));
    }

    private static void mean(float[] m, float[] g, int n, float kept, float added) {
      for (int i = 0; i < n; i++) {
        m[i] = kept * m[i] + added * g[i];
      }
    }

    private static void meanOfSquares(float[] v, float[] g, int n, float kept, float added) {
      for (int i = 0; i < n; i++) {
        v[i] = kept * v[i] + added * g[i] * g[i];
      }
    }

    private static void root(float[] root, float[] v, int n) {
      for (int i = 0; i < n; i++) {
        root[i] = (float) Math.sqrt(v[i]);
      }
    }
  }

  /** SGD with plain momentum as PyTorch's, and with decoupled weight decay. */
  record Sgd(Nesterovs sgd, double decay) implements UpdateRule {

    @Override
    public int states() {
      return 1;
    }

    @Override
    public void apply(float[] p, float[] g, float[][] state, int n, int iteration, int epoch) {
      float momentum = (float) sgd.getMomentum();
      double rate = sgd.getLearningRate(iteration, epoch);
      float step = (float) rate;
      float kept = (float) (1 - rate * decay);
      float[] m = state[0];
      for (int i = 0; i < n; i++) {
        m[i] = momentum * m[i] + g[i];
      }
      for (int i = 0; i < n; i++) {
        p[i] = kept * p[i] - step * m[i];
      }
    }

    @Override
    public void apply(INDArray p, INDArray g, INDArray[] state, int iteration, int epoch) {
      double rate = sgd.getLearningRate(iteration, epoch);
      INDArray m = state[0].muli(sgd.getMomentum()).addi(g);
      p.muli(1 - rate * decay).subi(m.mul(rate));
    }

    @Override
    public void applyWithoutGradient(float[] p, int n, int iteration, int epoch) {
      scale(p, n, (float) (1 - sgd.getLearningRate(iteration, epoch) * decay));
    }
  }

  /** The gradient is a ready-made difference: the running statistics of batch norm. */
  record Subtraction() implements UpdateRule {

    @Override
    public int states() {
      return 0;
    }

    @Override
    public void apply(float[] p, float[] g, float[][] state, int n, int iteration, int epoch) {
      for (int i = 0; i < n; i++) {
        p[i] -= g[i];
      }
    }

    @Override
    public void apply(INDArray p, INDArray g, INDArray[] state, int iteration, int epoch) {
      p.subi(g);
    }

    @Override
    public void applyWithoutGradient(float[] p, int n, int iteration, int epoch) {}
  }

  private static void scale(float[] p, int n, float factor) {
    for (int i = 0; i < n; i++) {
      p[i] *= factor;
    }
  }
}
