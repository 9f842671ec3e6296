package org.visualizingweights;

import java.util.List;
import java.util.stream.Collectors;

/** A row of comma-separated values, as RFC 4180 has it. */
public final class CsvRow {
  private static final String SPECIAL = "\",\r\n";

  private CsvRow() {}

  /** The row with its end; fields that need quotes have some. */
  public static String of(List<String> fields) {
    return fields.stream().map(CsvRow::quoted).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String quoted(String field) {
    return field.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0)
        ? '"' + field.replace("\"", "\"\"") + '"'
        : field;
  }
}
