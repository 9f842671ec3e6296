package org.visualizingweights.model.weights;

import java.util.List;
import java.util.Locale;

/** Names out of files, fit to be shown: a file may hold anything, a terminal may obey it. */
public final class Printable {
  private static final int MOST = 80;
  private static final int MOST_NAMES = 5;

  private Printable() {}

  /** The name in quotes, shortened, with a question mark for everything that is not plain text. */
  public static String of(String name) {
    String plain = plain(name);
    return "'" + (plain.length() > MOST ? plain.substring(0, MOST) + "…" : plain) + "'";
  }

  /** The whole name without quotes. */
  public static String plain(String name) {
    return name.replaceAll("[^\\p{Alnum}\\p{Punct} ]", "?");
  }

  /** The first names, and how many more there are. */
  public static String listed(List<String> names) {
    return listed(names.stream().map(Printable::of).toList(), MOST_NAMES);
  }

  /** The first of some texts, as they are, and how many more there are. */
  static String listed(List<String> texts, int most) {
    String first = String.join(", ", texts.subList(0, Math.min(most, texts.size())));
    int more = texts.size() - most;
    return more > 0 ? String.format(Locale.ROOT, "%s, and %,d more", first, more) : first;
  }
}
