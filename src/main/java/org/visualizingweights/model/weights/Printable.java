package org.visualizingweights.model.weights;

/** Names out of files, fit to be shown: a file may hold anything, a terminal may obey it. */
final class Printable {
  private static final int MOST = 80;

  private Printable() {}

  /** The name in quotes, shortened, with a question mark for everything that is not plain text. */
  static String of(String name) {
    String plain = name.replaceAll("[^\\p{Alnum}\\p{Punct} ]", "?");
    return "'" + (plain.length() > MOST ? plain.substring(0, MOST) + "…" : plain) + "'";
  }
}
