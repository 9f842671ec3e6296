package org.visualizingweights.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CaptureIntervalTest {
  private final CaptureInterval interval = new CaptureInterval();

  /** Steps of so many nanoseconds, their captures told apart. */
  private OptionalInt add(int times, long training, long capture) {
    OptionalInt known = OptionalInt.empty();
    for (int i = 0; i < times; i++) {
      assertThat(known).isEmpty();
      known = interval.add(training + capture, capture);
    }
    return known;
  }

  @Test
  void whatCostsLittleIsDoneAtEveryStep() {
    assertThat(add(20, 10_000, 100)).hasValue(1);
  }

  @Test
  void whatCostsMoreIsDoneAsOftenAsItMayBe() {
    assertThat(add(20, 10_000, 101)).hasValue(2);
  }

  @Test
  void theFirstStepsAndFewOddOnesDoNotCount() {
    add(10, 500_000, 1);
    add(6, 10_000, 600);
    assertThat(add(4, 10, 1_000_000)).hasValue(6);
  }

  @Test
  void whatIsTooFastToBeTimedIsStillCaptured() {
    assertThat(add(20, 0, 3)).hasValue(300);
  }
}
