package org.visualizingweights;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Finds what was probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The candidates that a word is nearest to, at most three; empty where it is near to none. For a
   * dotted name its last part may stand.
   */
  private static List<String> to(String word, Collection<String> candidates) {
    List<String> byName = to(word, candidates, candidate -> candidate);
    return byName.isEmpty()
        ? to(word, candidates, candidate -> candidate.substring(candidate.lastIndexOf('.') + 1))
        : byName;
  }

  private static List<String> to(
      String word, Collection<String> candidates, UnaryOperator<String> name) {
    int near = word.length() < 4 ? 1 : Math.max(2, word.length() / 3);
    SortedMap<Integer, List<String>> byDistance =
        candidates.stream()
            .collect(
                Collectors.groupingBy(
                    candidate -> edits(plain(word), plain(name.apply(candidate))),
                    TreeMap::new,
                    Collectors.toList()));
    SortedMap<Integer, List<String>> meant = byDistance.headMap(near + 1);
    return meant.isEmpty() ? List.of() : meant.get(meant.firstKey()).stream().limit(3).toList();
  }

  /** A question to put at the end of a message, empty where nothing is near. */
  public static String question(String word, Collection<String> candidates) {
    List<String> near = to(word, candidates);
    return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
  }

  /** Upper and lower case, {@code _} and {@code -} are taken for the same. */
  private static String plain(String word) {
    String start = word.substring(0, Math.min(word.length(), 100));
    return start.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Levenshtein's distance. */
  private static int edits(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(previous[j], row[j - 1]));
      }
      previous = row;
    }
    return previous[to.length()];
  }
}
