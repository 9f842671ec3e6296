package org.visualizingweights.experiment;

import java.util.Comparator;

/**
 * Where something was written: a file with line and column, or a setting of the command line.
 *
 * @param source the file's path, or the setting with its text
 * @param line from 1; 0 where the source has no lines
 * @param column from 1; 0 where the source has no lines
 */
record Location(String source, int line, int column) implements Comparable<Location> {
  private static final Comparator<Location> IN_ORDER =
      Comparator.comparing(Location::source)
          .thenComparing(Location::line)
          .thenComparing(Location::column);

  /** A source as a whole. */
  static Location of(String source) {
    return new Location(source, 0, 0);
  }

  @Override
  public int compareTo(Location other) {
    return IN_ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
