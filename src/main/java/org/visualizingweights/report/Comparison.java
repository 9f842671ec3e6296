package org.visualizingweights.report;

import java.util.List;
import java.util.Optional;
import org.visualizingweights.run.RunFolder;

/**
 * Runs that are shown beside each other, and what is said of their choice.
 *
 * @param title of the page; empty: how many runs there are
 * @param remarks sentences below the title
 * @param leftOut names of runs that could have been shown as well
 * @param groups of runs, in the order in which they are shown
 */
public record Comparison(
    Optional<String> title, List<String> remarks, List<String> leftOut, List<RunGroup> groups) {

  /**
   * Runs that belong together.
   *
   * @param heading what they have in common; empty: nothing to be said
   */
  public record RunGroup(String heading, List<Item> runs) {
    public RunGroup {
      runs = List.copyOf(runs);
    }

    /** What a run is called outside of the group; empty where it has no name in it. */
    Optional<String> title(Item run) {
      return run.name()
          .filter(name -> !heading.isEmpty())
          .map(name -> heading + ", " + name)
          .or(run::name);
    }
  }

  /**
   * A run.
   *
   * @param name in its group; empty: it is called by its experiment and its start
   */
  public record Item(Optional<String> name, RunFolder folder) {}

  public Comparison {
    remarks = List.copyOf(remarks);
    leftOut = List.copyOf(leftOut);
    groups = List.copyOf(groups);
  }

  /** Runs that have nothing in common. */
  public static Comparison of(List<RunFolder> runs) {
    List<Item> items = runs.stream().map(run -> new Item(Optional.empty(), run)).toList();
    return new Comparison(Optional.empty(), List.of(), List.of(), List.of(new RunGroup("", items)));
  }

  /** How many runs are shown. */
  public int size() {
    return groups.stream().mapToInt(group -> group.runs().size()).sum();
  }
}
