package org.visualizingweights.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViridisTest {

  /** From matplotlib's table of viridis, lib/matplotlib/_cm_listed.py. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.267004, 0.004874, 0.329415",
    "1, 0.268510, 0.009605, 0.335427",
    "63, 0.231674, 0.318106, 0.544834",
    "64, 0.229739, 0.322361, 0.545706",
    "127, 0.128729, 0.563265, 0.551229",
    "128, 0.127568, 0.566949, 0.550556",
    "192, 0.369214, 0.788888, 0.382914",
    "254, 0.983868, 0.904867, 0.136897",
    "255, 0.993248, 0.906157, 0.143936"
  })
  void theColoursAreThePublishedOnes(int index, float red, float green, float blue) {
    assertThat(Viridis.color(index)).isEqualTo(new Color(red, green, blue));
  }

  @ParameterizedTest
  @CsvSource({"0, 440154", "64, 3b528b", "128, 21918c", "192, 5ec962", "255, fde725"})
  void andAsTheyAreOftenQuoted(int index, String hex) {
    assertThat(Viridis.color(index)).isEqualTo(Color.decode("#" + hex));
  }
}
