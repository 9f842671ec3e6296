package org.visualizingweights.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.visualizingweights.UserError;

class SplitTest {

  @Test
  void dividesThePoolIntoTwoPartsThatTogetherAreAllOfIt() {
    Split split = Split.of(70_000, OptionalInt.empty(), 0.5, 42);

    assertThat(split.training()).hasSize(35_000);
    assertThat(split.validation()).hasSize(35_000);
    int[] all =
        IntStream.concat(Arrays.stream(split.training()), Arrays.stream(split.validation()))
            .sorted()
            .toArray();
    assertThat(all).isEqualTo(IntStream.range(0, 70_000).toArray());
  }

  @Test
  void isRandomAndFollowsFromTheSeed() {
    Split split = Split.of(1000, OptionalInt.empty(), 0.3, 1);

    assertThat(split.validation())
        .isEqualTo(Split.of(1000, OptionalInt.empty(), 0.3, 1).validation())
        .isNotEqualTo(Split.of(1000, OptionalInt.empty(), 0.3, 2).validation());
    // The mean of 300 of the numbers 0 to 999: 499.5, give or take 14 (one standard deviation).
    assertThat(Arrays.stream(split.validation()).average().orElseThrow()).isBetween(440.0, 560.0);
  }

  @Test
  void aLimitKeepsTheFirstOfTheShuffledPool() {
    Split all = Split.of(100, OptionalInt.empty(), 0.5, 7);
    Split limited = Split.of(100, OptionalInt.of(20), 0.5, 7);

    assertThat(limited.validation()).isEqualTo(Arrays.copyOf(all.validation(), 10));
    assertThat(limited.training()).isEqualTo(Arrays.copyOfRange(all.validation(), 10, 20));
    assertThat(Split.of(100, OptionalInt.of(1000), 0.5, 7).training()).isEqualTo(all.training());
  }

  @Test
  void validationIsRoundedDown() {
    assertThat(Split.of(10, OptionalInt.empty(), 0.25, 0).validation()).hasSize(2);
  }

  @Test
  void refusesToLeaveAPartEmpty() {
    assertThatThrownBy(() -> Split.of(100, OptionalInt.of(1), 0.5, 0))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("0 of 1 image for validation");
  }
}
