package org.visualizingweights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountTest {
  @Test
  void oneIsNotMany() {
    assertThat(Count.of(1, "step")).isEqualTo("1 step");
    assertThat(Count.of(0, "step")).isEqualTo("0 steps");
    assertThat(Count.of(1638, "step")).isEqualTo("1,638 steps");
    assertThat(Count.of(1, "step is", "steps are")).isEqualTo("1 step is");
    assertThat(Count.of(1_048_576)).isEqualTo("1,048,576");
  }
}
