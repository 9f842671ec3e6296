package org.visualizingweights.sweep.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows for spreadsheets and other programs. */
class CsvTextTest {

  @Test
  void textsWithCommasQuotesAndLinesAreQuoted() {
    assertThat(line("a,b", "say \"no\"", "two\nlines", "plain"))
        .isEqualTo("\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",plain\r\n");
  }

  @Test
  void numbersArePlain() {
    assertThat(line(0.00001, -1.5, 1e21, 7, 42L))
        .isEqualTo("0.00001,-1.5,1000000000000000000000,7,42\r\n");
    assertThat(line(Double.NaN, Double.NEGATIVE_INFINITY, OptionalDouble.of(0.25)))
        .isEqualTo("NaN,-Infinity,0.25\r\n");
  }

  @Test
  void whatIsNotKnownIsEmpty() {
    assertThat(line(OptionalDouble.empty(), OptionalInt.empty(), "")).isEqualTo(",,\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+cmd", "-x", "@SUM(A1)", "-1+2"})
  void noTextIsAFormula(String text) {
    assertThat(line(text)).isEqualTo("'" + text + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.5", "+3", "-1e-3", "0.1", ".5"})
  void aTextThatIsANumberStaysOne(String text) {
    assertThat(line(text)).isEqualTo(text + "\r\n");
  }

  private static String line(Object... values) {
    CsvText csv = new CsvText();
    csv.add(List.of(values));
    return csv.toString();
  }
}
