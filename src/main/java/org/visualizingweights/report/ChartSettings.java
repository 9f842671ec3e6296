package org.visualizingweights.report;

import java.util.List;
import org.visualizingweights.UserError;
import org.visualizingweights.Wildcards;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.view.Column;
import org.visualizingweights.view.Columns;
import org.visualizingweights.view.MergedRun;

/**
 * What the charts of a run show.
 *
 * @param width of each, in CSS pixels
 * @param vertices names, in which {@code *} stands for anything; empty: all
 * @param from the first iteration
 * @param to the last one
 */
public record ChartSettings(int width, List<String> vertices, int from, int to) {
  /** Everything. */
  public static final ChartSettings WHOLE =
      new ChartSettings(Chart.WIDTH, List.of(), 0, Integer.MAX_VALUE);

  /**
   * What they show of a run.
   *
   * @throws UserError where the run has no such vertex or no such step, or its storage cannot be
   *     read
   */
  Columns of(MergedRun run) {
    boolean all = from == 0 && to == Integer.MAX_VALUE;
    Columns columns = all ? run.columns() : run.columns(from, to);
    if (!all && columns.list().isEmpty()) {
      List<Column> captured = run.columns().atMost(1);
      throw UserError.badInput(
          "no step of these was captured in this run; there are %s"
              .formatted(
                  captured.isEmpty()
                      ? "none"
                      : Numbers.steps(captured.get(0).first(), captured.get(0).last())));
    }
    return vertices.isEmpty() ? columns : columns.of(chosen(columns.settings().vertices()));
  }

  /** The epochs that end before the last step that they show. */
  List<EpochMetrics> reached(List<EpochMetrics> metrics) {
    return metrics.stream().filter(row -> row.lastStep() <= to).toList();
  }

  private List<String> chosen(List<String> captured) {
    return vertices.stream().flatMap(name -> matches(name, captured).stream()).distinct().toList();
  }

  private static List<String> matches(String name, List<String> captured) {
    List<String> found = captured.stream().filter(Wildcards.matching(name)).toList();
    if (found.isEmpty()) {
      throw UserError.badInput(
          "no vertex %s was captured in this run; there are %s"
              .formatted(name, String.join(", ", captured)));
    }
    return found;
  }
}
