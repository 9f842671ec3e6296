package org.visualizingweights.activations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellsTest {

  /**
   * Figures of {@code torch.histc}, PyTorch 1.13, at and around every edge; see the file's head.
   */
  @Test
  void binsAreThoseOfTorchAtEveryEdge() throws IOException {
    for (String line : histc()) {
      String[] field = line.split(" ");
      Bins bins =
          new Bins(
              (float) Double.parseDouble(field[0]),
              (float) Double.parseDouble(field[1]),
              Integer.parseInt(field[2]));
      float value = Float.intBitsToFloat(Integer.parseUnsignedInt(field[3], 16));
      int expected = Integer.parseInt(field[4]);

      assertThat(bins.contains(value) ? bins.of(value) : -1).as(line).isEqualTo(expected);

      long[] counted = captureOne(new Cells(bins), value).bins();
      for (int bin = 0; bin < counted.length; bin++) {
        assertThat(counted[bin]).as(line).isEqualTo(bin == expected ? 1 : 0);
      }
    }
  }

  private static List<String> histc() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                CellsTest.class.getResourceAsStream("histc.txt"), StandardCharsets.UTF_8))) {
      return in.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  /** The last two ranges have too many borders for the table, and are searched. */
  @ParameterizedTest
  @CsvSource({
    "0, 10, 40",
    "-1, 7, 30",
    "0, 1, 1",
    "-3.3, 3.3, 101",
    "100, 110, 40",
    "0, 1e-38, 5",
    "0, 10, 3000",
    "1000, 1001, 500",
    "16777216, 16777316, 200"
  })
  void everyValueIsInTheCellThatItsBitsSay(float low, float high, int count) {
    Bins bins = new Bins(low, high, count);
    Cells cells = new Cells(bins);
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      boolean inRange = i % 2 == 0;
      float value =
          inRange
              ? low + random.nextFloat() * (high - low)
              : Float.intBitsToFloat(random.nextInt());
      Capture capture = captureOne(cells, value);

      assertThat(capture.magnitudes().count(Float.floatToRawIntBits(value) >>> 23)).isEqualTo(1);
      if (bins.contains(value)) {
        assertThat(capture.bins()[bins.of(value)]).as("%s", value).isEqualTo(1);
      }
      assertThat(capture.below()).isEqualTo(Float.isFinite(value) && value < low ? 1 : 0);
      assertThat(capture.above()).isEqualTo(Float.isFinite(value) && value > high ? 1 : 0);
    }
  }

  @Test
  void aBinThatRoundingLeavesEmptyStartsWhereTheNextOneDoes() {
    Bins bins = new Bins(16777216, 16777316, 200);

    assertThat(bins.firstOf(1)).isEqualTo(16777218f);
    assertThat(bins.firstOf(4)).isEqualTo(16777218f);
    assertThat(bins.firstOf(5)).isEqualTo(16777220f);
  }

  private static Capture captureOne(Cells cells, float value) {
    Tally tally = new Tally(cells);
    tally.add(new float[] {value}, 1);
    long[] counts = new long[cells.size()];
    tally.takeCounts(counts);
    return cells.capture("one", counts, Moments.NONE, Optional.empty());
  }
}
