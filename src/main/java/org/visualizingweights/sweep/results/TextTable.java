package org.visualizingweights.sweep.results;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns, with names above them. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<String> names = new ArrayList<>();
  private final List<Boolean> toTheRight = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds columns whose texts begin below each other. */
  public void texts(List<String> columns) {
    columns.forEach(name -> column(name, false));
  }

  /** Adds columns whose texts end below each other. */
  public void numbers(List<String> columns) {
    columns.forEach(name -> column(name, true));
  }

  private void column(String name, boolean right) {
    names.add(name);
    toTheRight.add(right);
  }

  /** Adds a row, with a text for each column. */
  public void add(List<String> row) {
    if (row.size() != names.size()) {
      throw new IllegalArgumentException(
          "a row of %s columns has %s texts".formatted(names.size(), row.size()));
    }
    rows.add(row);
  }

  /** Of its longest line. */
  int width() {
    return toString().lines().mapToInt(TextTable::length).max().orElse(0);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(line(names));
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String room = " ".repeat(width(i) - length(row.get(i)));
      line.append(i == 0 ? "" : GAP)
          .append(toTheRight.get(i) ? room + row.get(i) : row.get(i) + room);
    }
    return line.toString().stripTrailing() + "\n";
  }

  private int width(int column) {
    int widest = length(names.get(column));
    for (List<String> row : rows) {
      widest = Math.max(widest, length(row.get(column)));
    }
    return widest;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
