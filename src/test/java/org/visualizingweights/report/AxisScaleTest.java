package org.visualizingweights.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisScaleTest {

  @Test
  void anEvenScaleNamesRoundValues() {
    AxisScale scale = new AxisScale.Linear(0, 1637);

    assertThat(scale.at(818.5)).isEqualTo(0.5);
    assertThat(labels(scale, 10))
        .containsExactly("0", "200", "400", "600", "800", "1k", "1.2k", "1.4k", "1.6k");
    assertThat(labels(new AxisScale.Linear(-0.3, 0.5), 4))
        .containsExactly("−0.2", "0", "0.2", "0.4");
  }

  @Test
  void aScaleOfPowersOfTenNamesThem() {
    AxisScale scale = new AxisScale.Log(0.01, 1e6);

    assertThat(scale.at(100)).isCloseTo(0.5, within(1e-12));
    assertThat(labels(scale, 9)).contains("0.1", "1", "100k");
    assertThat(labels(new AxisScale.Log(0.09, 3), 9))
        .containsExactly("0.1", "0.2", "0.5", "1", "2");
  }

  @Test
  void aScaleForBothSignsIsEvenUpToOne() {
    AxisScale scale = new AxisScale.SymmetricLog(-1000, 1000);

    assertThat(scale.at(0)).isEqualTo(0.5);
    assertThat(scale.at(0.5) - scale.at(0)).isCloseTo(scale.at(1) - scale.at(0.5), within(1e-12));
    assertThat(scale.at(100) - scale.at(10)).isCloseTo(scale.at(10) - scale.at(1), within(1e-12));
    assertThat(labels(scale, 9))
        .containsExactly("−1k", "−100", "−10", "−1", "0", "1", "10", "100", "1k");
  }

  private static List<String> labels(AxisScale scale, int atMost) {
    return scale.ticks(atMost).stream().map(AxisScale.Tick::label).toList();
  }
}
