package org.visualizingweights.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MergedEpochsTest {
  @Test
  void epochsForWhichThereIsRoomStayAsTheyAre() {
    List<EpochMetrics> some =
        IntStream.rangeClosed(1, 8).mapToObj(MergedEpochsTest::epoch).toList();

    assertThat(merged(8, some)).isEqualTo(some);
  }

  @Test
  void ofManyEpochsARowHasTheLastOfSeveral() {
    List<EpochMetrics> many =
        IntStream.rangeClosed(1, 1_000_003).mapToObj(MergedEpochsTest::epoch).toList();

    List<EpochMetrics> rows = merged(1000, many);

    assertThat(rows).hasSizeBetween(500, 1000);
    // 1,024 epochs each, as 512 would be 1,954 rows
    assertThat(rows.get(0)).isEqualTo(epoch(1024));
    assertThat(rows.get(1)).isEqualTo(epoch(2048));
    assertThat(rows.get(rows.size() - 1)).isEqualTo(epoch(1_000_003));
  }

  @Test
  void noValidationIsLostForTheEpochsAfterItThatHaveNone() {
    ValidationMetrics third = new ValidationMetrics(0.5, OptionalDouble.of(0.25));
    List<EpochMetrics> four = List.of(epoch(1), epoch(2), epoch(3).with(third), epoch(4));

    assertThat(merged(1, four)).containsExactly(epoch(4).with(third));
  }

  @Test
  void anEpochThatWasRunAgainTakesThePlaceOfWhatItWas() {
    EpochMetrics again = new EpochMetrics(2, 19, 7.5, Optional.empty(), 2);

    assertThat(merged(3, List.of(epoch(1), epoch(2), again))).containsExactly(epoch(1), again);
    assertThat(merged(1, List.of(epoch(1), epoch(2), again))).containsExactly(again);
  }

  private static List<EpochMetrics> merged(int most, List<EpochMetrics> rows) {
    MergedEpochs merged = new MergedEpochs(most);
    rows.forEach(merged::add);
    return merged.rows();
  }

  private static EpochMetrics epoch(int number) {
    return new EpochMetrics(number, 10 * number - 1, 1.0 / number, Optional.empty(), 1);
  }
}
