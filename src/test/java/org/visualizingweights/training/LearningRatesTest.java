package org.visualizingweights.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.visualizingweights.model.ResNet;

class LearningRatesTest {
  private static final List<String> PARTS = ResNet.RESNET_18.parts();

  private static List<Double> spread(Double... rates) {
    LearningRates spread = LearningRates.spread(List.of(rates), PARTS);
    return PARTS.stream().map(spread::of).toList();
  }

  @Test
  void aListIsSpreadFromTheFirstPartToTheLast() {
    assertThat(spread(0.1)).containsExactly(0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
    assertThat(spread(3.0, 2.0, 1.0)).containsExactly(3.0, 3.0, 2.0, 2.0, 1.0, 1.0);
    assertThat(spread(4.0, 3.0, 2.0, 1.0)).containsExactly(4.0, 4.0, 3.0, 2.0, 2.0, 1.0);
    assertThat(spread(6.0, 5.0, 4.0, 3.0, 2.0, 1.0)).containsExactly(6.0, 5.0, 4.0, 3.0, 2.0, 1.0);
  }

  @Test
  void moreRatesThanPartsAreRefused() {
    List<Double> seven = List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0);
    assertThatThrownBy(() -> LearningRates.spread(seven, PARTS)).hasMessageContaining("1 to 6");
    assertThatThrownBy(() -> LearningRates.of(Map.of("head", 1.0), PARTS))
        .hasMessageContaining("conv1");
  }

  @Test
  void equalRatesAreOneRate() {
    assertThat(LearningRates.spread(List.of(0.1, 0.1), PARTS)).isEqualTo(LearningRates.of(0.1));
    assertThat(LearningRates.of(0.1).of("a part of any network")).isEqualTo(0.1);
    LearningRates each = LearningRates.spread(List.of(1.0, 2.0), PARTS);
    assertThatThrownBy(() -> each.of("conv6_x")).hasMessageContaining("conv6_x");
  }

  @Test
  void readsAsPeopleWriteIt() {
    assertThat(LearningRates.of(0.010)).hasToString("0.01");
    assertThat(LearningRates.of(1)).hasToString("1");
    assertThat(LearningRates.spread(List.of(1.0, 1e-5), PARTS))
        .hasToString(
            "conv1 1, conv2_x 1, conv3_x 1, conv4_x 0.00001, conv5_x 0.00001, head 0.00001");
  }
}
