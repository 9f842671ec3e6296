package org.visualizingweights.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EscapedAnswerTest {
  @Test
  void namesAndTextsAreEscapedHoweverTheyAreWritten() {
    assertThat(
            EscapedAnswer.escaped(
                "{\"<b>\": [\"\\u003ci onload='x'\\u003e\", \"a \\\"quoted\\\" \\\\\\\\ one & two\"]}"))
        .isEqualTo(
            "{\"&lt;b&gt;\":[\"&lt;i onload=&#39;x&#39;&gt;\","
                + "\"a &quot;quoted&quot; \\\\\\\\ one &amp; two\"]}");
  }

  @Test
  void allElseStaysAsItIs() {
    String json = "{\"a\":[1,-2.5,1.0E-9,123456789012345,true,null,\"NaN\",\"Größe\"],\"b\":{}}";
    assertThat(EscapedAnswer.escaped(json)).isEqualTo(json);
    assertThat(EscapedAnswer.escaped("1795717192139")).isEqualTo("1795717192139");
  }
}
