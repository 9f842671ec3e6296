package org.visualizingweights.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.visualizingweights.activations.Step;
import org.visualizingweights.activations.VertexSum;

/**
 * One or more captured steps, added up. Columns can be added up further, in any grouping: the
 * counts are the same as if all steps had been counted at once.
 */
public final class Column {
  private final int start;
  private final LossSum loss = new LossSum();
  private final SortedMap<Integer, Integer> epochs = new TreeMap<>();
  private final List<VertexSum> vertices = new ArrayList<>();
  private int steps;
  private int first;
  private int last;

  /**
   * An empty column.
   *
   * @param start the first iteration that belongs to it, captured or not
   */
  Column(int start) {
    this.start = start;
  }

  /** The same steps of some vertices, by their indices; shares what it has of them. */
  Column of(List<Integer> indices) {
    Column some = new Column(start);
    indices.forEach(index -> some.vertices.add(vertices.get(index)));
    some.first = first;
    some.last = last;
    some.steps = steps;
    some.loss.add(loss);
    some.epochs.putAll(epochs);
    return some;
  }

  /** Adds a step, which was captured with the column's settings. */
  void add(Step step) {
    first = steps == 0 ? step.iteration() : first;
    last = step.iteration();
    steps++;
    loss.add(step.loss());
    epochs.merge(step.epoch(), 1, Integer::sum);
    add(step.captures().stream().map(VertexSum::of).toList());
  }

  /** Adds a column that is later, and has steps. */
  void add(Column other) {
    first = steps == 0 ? other.first : first;
    last = other.last;
    steps += other.steps;
    loss.add(other.loss);
    other.epochs.forEach((epoch, count) -> epochs.merge(epoch, count, Integer::sum));
    add(other.vertices);
  }

  private void add(List<VertexSum> later) {
    if (vertices.isEmpty()) {
      vertices.addAll(later);
    } else {
      IntStream.range(0, later.size())
          .forEach(i -> vertices.set(i, vertices.get(i).plus(later.get(i))));
    }
  }

  /** The first iteration that belongs to it, captured or not. */
  int start() {
    return start;
  }

  /** Captured steps in it. */
  public int steps() {
    return steps;
  }

  /** The first captured iteration. */
  public int first() {
    return first;
  }

  /** The last captured iteration. */
  public int last() {
    return last;
  }

  public LossSum loss() {
    return loss;
  }

  /** How many of its steps are of each epoch, counted from 0. */
  public SortedMap<Integer, Integer> epochs() {
    return Collections.unmodifiableSortedMap(epochs);
  }

  /** In the order of the settings. */
  public List<VertexSum> vertices() {
    return Collections.unmodifiableList(vertices);
  }
}
