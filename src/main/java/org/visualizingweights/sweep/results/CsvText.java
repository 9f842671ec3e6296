package org.visualizingweights.sweep.results;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.visualizingweights.CsvRow;
import org.visualizingweights.PlainNumber;

/**
 * Rows of comma-separated values as RFC 4180 has them. A text that a spreadsheet would take for a
 * formula has an apostrophe before it; numbers are as they are.
 */
final class CsvText {
  private static final String FORMULA = "=+-@\t\r";
  private static final String NUMBER = "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?";

  private final StringBuilder text = new StringBuilder();

  /**
   * Adds a row.
   *
   * @param row numbers and texts; nothing where an {@link OptionalDouble} or {@link OptionalInt} is
   *     empty
   */
  void add(List<?> row) {
    text.append(CsvRow.of(row.stream().map(CsvText::field).toList()));
  }

  private static String field(Object value) {
    if (value instanceof Double number) {
      return PlainNumber.of(number);
    }
    if (value instanceof OptionalDouble number) {
      return number.isPresent() ? PlainNumber.of(number.getAsDouble()) : "";
    }
    if (value instanceof OptionalInt number) {
      return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
    }
    return value instanceof String words ? harmless(words) : value.toString();
  }

  private static String harmless(String words) {
    boolean formula = !words.isEmpty() && FORMULA.indexOf(words.charAt(0)) >= 0;
    return formula && !words.matches(NUMBER) ? "'" + words : words;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
