package org.visualizingweights.experiment;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what was probably meant. */
final class Nearest {
  private Nearest() {}

  /** The candidates that could have been meant by a word, the nearest first; at most three. */
  static List<String> to(String word, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> distance(word, candidate) <= Math.max(1, word.length() / 3))
        .sorted(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .limit(3)
        .toList();
  }

  /** A question to put at the end of a message, empty where nothing is near. */
  static String question(String word, Collection<String> candidates) {
    List<String> near = to(word, candidates);
    return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
  }

  /**
   * Levenshtein's distance, upper and lower case, {@code _} and {@code -} taken for the same; the
   * last part of a dotted name may stand for all of it.
   */
  private static int distance(String word, String candidate) {
    String wanted = plain(word);
    String full = plain(candidate);
    String last = full.substring(full.lastIndexOf('.') + 1);
    return Math.min(edits(wanted, full), edits(wanted, last));
  }

  private static String plain(String word) {
    String start = word.substring(0, Math.min(word.length(), 100));
    return start.toLowerCase(Locale.ROOT).replace('_', '-');
  }

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
