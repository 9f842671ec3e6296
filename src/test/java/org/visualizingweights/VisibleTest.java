package org.visualizingweights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Characters by their names in Unicode's data. */
class VisibleTest {
  private static final String RIGHT_TO_LEFT_OVERRIDE = "\u202E";
  private static final String ZERO_WIDTH_JOINER = "\u200D";

  @Test
  void whatTurnsTheDirectionOrIsObeyedIsASign() {
    assertThat(Visible.of("dense" + RIGHT_TO_LEFT_OVERRIDE + "1\u001B[2J\n"))
        .isEqualTo("dense\uFFFD1\uFFFD[2J\uFFFD");
    assertThat(Visible.all("dense 1")).isTrue();
    assertThat(Visible.all("dense" + RIGHT_TO_LEFT_OVERRIDE)).isFalse();
  }

  @Test
  void scriptsStayAsTheyAre() {
    String text = "שלום, 層/一, 👩" + ZERO_WIDTH_JOINER + "💻";
    assertThat(Visible.of(text)).isEqualTo(text);
    assertThat(Visible.all(text)).isTrue();
  }

  @Test
  void linesStayLines() {
    assertThat(Visible.ofLines("one\r\n\ttwo" + RIGHT_TO_LEFT_OVERRIDE + "\n"))
        .isEqualTo("one\r\n\ttwo\uFFFD\n");
    assertThat(UserError.badInput("no layer " + RIGHT_TO_LEFT_OVERRIDE + "x"))
        .hasMessage("no layer \uFFFDx");
  }
}
