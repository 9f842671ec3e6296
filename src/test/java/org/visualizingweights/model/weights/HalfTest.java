package org.visualizingweights.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.indexer.HalfIndexer;
import org.junit.jupiter.api.Test;

class HalfTest {

  @Test
  void everyHalfIsTheFloatThatJavaCppMakesOfIt() {
    for (int half = 0; half < 1 << 16; half++) {
      assertThat(Half.toFloat((short) half)).isEqualTo(Float.valueOf(HalfIndexer.toFloat(half)));
    }
  }

  @Test
  void everyHalfComesBackFromItsFloat() {
    for (int half = 0; half < 1 << 16; half++) {
      float value = Half.toFloat((short) half);
      if (!Float.isNaN(value)) {
        assertThat(Half.of(value)).isEqualTo((short) half);
      }
    }
    assertThat(Half.toFloat(Half.of(Float.NaN))).isNaN();
  }

  @Test
  void roundsAsPyTorchDoes() {
    // torch.tensor([…]).half().view(torch.int16), PyTorch 1.13
    float[] values = {
      1 / 3f, 1 + 0x1p-11f, 1 + 3 * 0x1p-11f, 65519, 65520, 0x1p-25f, 3 * 0x1p-26f, 6.1e-5f, -0f
    };
    int[] halves = {0x3555, 0x3c00, 0x3c02, 0x7bff, 0x7c00, 0, 1, 0x3ff, 0x8000};
    for (int i = 0; i < values.length; i++) {
      assertThat(Half.of(values[i])).as("%s", values[i]).isEqualTo((short) halves[i]);
    }
  }
}
