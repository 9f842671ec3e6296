package org.visualizingweights.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.visualizingweights.model.LayerGroup;

class LearningRatesTest {

  private static List<Double> spread(Double... rates) {
    LearningRates spread = LearningRates.spread(List.of(rates));
    return Arrays.stream(LayerGroup.values()).map(spread::of).toList();
  }

  @Test
  void aListIsSpreadFromTheFirstGroupToTheLast() {
    assertThat(spread(0.1)).containsExactly(0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
    assertThat(spread(3.0, 2.0, 1.0)).containsExactly(3.0, 3.0, 2.0, 2.0, 1.0, 1.0);
    assertThat(spread(4.0, 3.0, 2.0, 1.0)).containsExactly(4.0, 4.0, 3.0, 2.0, 2.0, 1.0);
    assertThat(spread(6.0, 5.0, 4.0, 3.0, 2.0, 1.0)).containsExactly(6.0, 5.0, 4.0, 3.0, 2.0, 1.0);
  }

  @Test
  void moreRatesThanGroupsAreRefused() {
    List<Double> seven = List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0);
    assertThatThrownBy(() -> LearningRates.spread(seven)).hasMessageContaining("1 to 6");
    assertThatThrownBy(() -> new LearningRates(Map.of(LayerGroup.HEAD, 1.0)))
        .hasMessageContaining("conv1");
  }

  @Test
  void readsAsPeopleWriteIt() {
    assertThat(LearningRates.of(0.010)).hasToString("0.01");
    assertThat(LearningRates.of(1)).hasToString("1");
    assertThat(LearningRates.spread(List.of(1.0, 1e-5)))
        .hasToString(
            "conv1 1, conv2_x 1, conv3_x 1, conv4_x 0.00001, conv5_x 0.00001, head 0.00001");
  }
}
