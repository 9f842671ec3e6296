package org.visualizingweights.sweep.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraitsTest {
  private static final Traits SWEEPS = new Traits("Debian 17.0.15", "Linux 6.1 amd64", "AMD EPYC");

  @Test
  void machinesThatAreAlikeAreNotToldApart() {
    assertThat(SWEEPS.difference(new Traits("Debian 17.0.15", "Linux 6.1 amd64", "AMD EPYC")))
        .isEmpty();
  }

  @Test
  void whatDiffersIsSaidAndNothingElse() {
    Traits there = new Traits("Debian 17.0.15", "Linux 6.1 aarch64", "Neoverse-N1");

    assertThat(there.difference(SWEEPS).orElseThrow())
        .endsWith(
            "the system is Linux 6.1 aarch64, there Linux 6.1 amd64;"
                + " the processor is Neoverse-N1, there AMD EPYC")
        .doesNotContain("Java is");
  }
}
