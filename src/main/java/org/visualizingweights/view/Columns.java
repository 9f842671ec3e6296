package org.visualizingweights.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.Step;

/**
 * Columns of equal length, each of which starts at a multiple of that length, in order. Only
 * columns that have a captured step exist.
 */
public final class Columns {
  private final CaptureSettings settings;
  private final int per;
  private final List<Column> columns = new ArrayList<>();

  /**
   * @param per iterations to a column
   */
  public Columns(CaptureSettings settings, int per) {
    this.settings = settings;
    this.per = per;
  }

  /** Adds a step that is later than all before. */
  public void add(Step step) {
    at(step.iteration()).add(step);
  }

  /** Adds a column that is no longer than these are, and not earlier than any before. */
  void add(Column column) {
    at(column.start()).add(column);
  }

  /** Adds columns of the same length, all of them later. */
  void addAll(Columns later) {
    columns.addAll(later.columns);
  }

  private Column at(int iteration) {
    int start = iteration - iteration % per;
    if (columns.isEmpty() || columns.get(columns.size() - 1).start() != start) {
      columns.add(new Column(start));
    }
    return columns.get(columns.size() - 1);
  }

  /**
   * The same steps in longer columns, or in columns of the same length.
   *
   * @param viewport the columns that are wanted; their length is a multiple of this one
   */
  Columns merged(Viewport viewport) {
    Columns merged = new Columns(settings, viewport.per());
    columns.stream()
        .filter(column -> column.start() >= viewport.firstIteration())
        .filter(column -> column.start() <= viewport.lastIteration())
        .forEach(merged::add);
    return merged;
  }

  /**
   * The same steps in no more columns than that: each as many of these as it takes, the last maybe
   * fewer.
   */
  public List<Column> atMost(int count) {
    int each = (columns.size() + count - 1) / count;
    if (each <= 1) {
      return list();
    }
    List<Column> longer = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (i % each == 0) {
        longer.add(new Column(columns.get(i).start()));
      }
      longer.get(i / each).add(columns.get(i));
    }
    return longer;
  }

  /**
   * The same columns of some vertices.
   *
   * @param vertices of these, in the order in which they are wanted
   */
  public Columns of(List<String> vertices) {
    Columns some =
        new Columns(
            new CaptureSettings(
                vertices, settings.every(), settings.bins(), settings.low(), settings.high()),
            per);
    List<Integer> indices = vertices.stream().map(settings.vertices()::indexOf).toList();
    columns.forEach(column -> some.columns.add(column.of(indices)));
    return some;
  }

  public CaptureSettings settings() {
    return settings;
  }

  /** Iterations to a column. */
  int per() {
    return per;
  }

  int size() {
    return columns.size();
  }

  public List<Column> list() {
    return Collections.unmodifiableList(columns);
  }
}
