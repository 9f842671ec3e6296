package org.visualizingweights.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.visualizingweights.Key;

/** One annotated component is a key. */
class KeysTest {
  record Beside(
      @Key(value = "Of all.", above = 0, most = 0.5) double labelSmoothing,
      @Key(name = "ends", value = "The low", least = -1) int low,
      @Key(name = "ends", value = "and the high one.") int high) {}

  record Below(@Key(value = "Steps.", least = 1, most = 9) int every) {}

  record All(
      @Key("A word.") String word,
      Beside beside,
      @Key("What is seen.") Below seen,
      @Key(name = "seen.too", value = "This, too.") boolean seenToo) {}

  private static final Keys<All> KEYS = Keys.of(All.class);
  private static final All RECORD = new All("a", new Beside(0.1, 2, 3), new Below(4), true);
  private static final Map<String, Object> VALUES =
      Map.of(
          "word",
          "a",
          "label-smoothing",
          0.1,
          "ends",
          List.of(2, 3),
          "seen.every",
          4,
          "seen.too",
          true);

  @Test
  void keysAreNamedAfterComponentsUnlessTheySayOtherwise() {
    assertThat(KEYS.described().keySet())
        .containsExactly("word", "label-smoothing", "ends", "seen", "seen.every", "seen.too");
    assertThat(KEYS.described().get("seen").isSection()).isTrue();
    assertThat(KEYS.described().get("seen.too").isSection()).isFalse();
  }

  @Test
  void aRecordIsItsValuesByTheirPaths() {
    assertThat(KEYS.values(RECORD)).isEqualTo(VALUES);
    assertThat(KEYS.record(VALUES)).isEqualTo(RECORD);
  }

  @Test
  void twoComponentsOfOneNameAreAPairWithOneSentence() {
    Keys.DescribedKey pair = KEYS.described().get("ends");
    assertThat(pair.isPair()).isTrue();
    assertThat(pair.sentence()).isEqualTo("The low and the high one.");
    assertThat(pair.range().words()).isEqualTo("a number of at least -1");
  }

  @Test
  void rangesSayWhatTheyAllow() {
    Range range = KEYS.described().get("label-smoothing").range();
    assertThat(range.words()).isEqualTo("a number above 0 and of at most 0.5");
    assertThat(range.allows(0.5)).isTrue();
    assertThat(range.allows(0)).isFalse();
    assertThat(range.allows(0.51)).isFalse();
    assertThat(range.allows(range.example())).isTrue();
    Range any = KEYS.described().get("word").range();
    assertThat(any.words()).isEqualTo("a finite number");
    assertThat(any.allows(Double.POSITIVE_INFINITY)).isFalse();
    assertThat(any.allows(Double.NaN)).isFalse();
    assertThat(any.allows(-Double.MAX_VALUE)).isTrue();
  }
}
