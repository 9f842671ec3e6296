package org.visualizingweights.experiment;

import java.util.Comparator;

/**
 * Where something was written: a file with line and column, or a setting of the command line.
 *
 * @param source the file's path, or the setting with its text
 * @param line from 1; 0 where the source has no lines
 * @param column from 1; 0 where the source has no lines
 */
record Place(String source, int line, int column) implements Comparable<Place> {
  private static final Comparator<Place> IN_ORDER =
      Comparator.comparing(Place::source).thenComparing(Place::line).thenComparing(Place::column);

  /** A source as a whole. */
  static Place of(String source) {
    return new Place(source, 0, 0);
  }

  @Override
  public int compareTo(Place other) {
    return IN_ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
