package org.visualizingweights.experiment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.visualizingweights.experiment.Sweep.Variant;

/** One sweep of several, or of experiments that are none. */
final class JoinedSweeps {
  /** What differs between them; no file has such a key. */
  static final String EXPERIMENT = "experiment";

  /** Room for what says how many more there are. */
  private static final int LONGEST_NAMES = 80;

  private JoinedSweeps() {}

  /**
   * Joins them.
   *
   * @param sweeps by the names of their files, in their order
   */
  static Sweep of(Map<String, Sweep> sweeps) {
    Set<String> varied = new LinkedHashSet<>(Set.of(EXPERIMENT));
    List<Variant> runs = new ArrayList<>();
    sweeps.forEach(
        (file, sweep) -> {
          varied.addAll(sweep.varied());
          for (Variant run : sweep.runs()) {
            Map<String, String> own = run.values();
            Map<String, String> values = new LinkedHashMap<>();
            values.put(EXPERIMENT, file);
            varied.stream().filter(own::containsKey).forEach(key -> values.put(key, own.get(key)));
            runs.add(new Variant(values, run.experiment(), run.keepsCheckpoints()));
          }
        });
    List<String> descriptions =
        sweeps.values().stream().map(Sweep::description).distinct().toList();
    List<String> names = sweeps.values().stream().map(Sweep::name).distinct().toList();
    return new Sweep(name(names), String.join(" ", descriptions), List.copyOf(varied), runs);
  }

  /** The names with a plus between; of many, the first, and how many more. */
  private static String name(List<String> names) {
    String all = String.join("+", names);
    int shown = names.size();
    while (!isShort(all) && shown > 1) {
      shown--;
      String more = "%s-more".formatted(names.size() - shown);
      all = String.join("+", Stream.concat(names.stream().limit(shown), Stream.of(more)).toList());
    }
    return isShort(all) || names.size() == 1
        ? all
        : cut(names.get(0)) + "+%s-more".formatted(names.size() - 1);
  }

  private static String cut(String name) {
    String start = name;
    while (!isShort(start)) {
      start = start.substring(0, start.offsetByCodePoints(start.length(), -1));
    }
    return start;
  }

  private static boolean isShort(String name) {
    return name.length() <= LONGEST_NAMES
        && name.getBytes(StandardCharsets.UTF_8).length <= 2 * LONGEST_NAMES;
  }
}
