package org.visualizingweights.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CrossEntropyTest {
  private static final INDArray LABELS = Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 0, 1}});

  private final CrossEntropy loss = new CrossEntropy();

  private double score(float[][] logits, boolean average) {
    return loss.computeScore(LABELS, Nd4j.createFromArray(logits), null, null, average);
  }

  @Test
  void isTheLogarithmOfTheRightClasssShare() {
    // By hand: -ln(e / (e + 1 + 1)) = 0.551445, and -ln(1/3) = 1.098612 for equal logits.
    float[][] logits = {{1, 0, 0}, {5, 5, 5}};
    assertThat(score(logits, false)).isEqualTo(0.551445 + 1.098612, within(1e-6));
    assertThat(score(logits, true)).isEqualTo((0.551445 + 1.098612) / 2, within(1e-6));
  }

  @Test
  void aConfidentMistakeCostsWhatItShould() {
    assertThat(score(new float[][] {{0, 3496, 0}, {0, 0, 9}}, false))
        .isEqualTo(3496, within(0.001));
  }

  @Test
  void logitsThatAreNotFiniteGiveALossThatIsNotFinite() {
    assertThat(score(new float[][] {{Float.NaN, 0, 0}, {0, 0, 9}}, true)).isNaN();
    assertThat(score(new float[][] {{0, Float.POSITIVE_INFINITY, 0}, {0, 0, 9}}, true)).isNaN();
  }

  @Test
  void theGradientIsThatOfTheMean() {
    float[][] logits = {{1, 0, 0}, {0.5f, -2, 1}};
    INDArray gradient = loss.computeGradient(LABELS, Nd4j.createFromArray(logits), null, null);
    double step = 1e-2;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        float original = logits[i][j];
        logits[i][j] = (float) (original + step);
        double above = score(logits, true);
        logits[i][j] = (float) (original - step);
        double below = score(logits, true);
        logits[i][j] = original;
        assertThat(gradient.getDouble(i, j)).isEqualTo((above - below) / (2 * step), within(1e-5));
      }
    }
  }
}
