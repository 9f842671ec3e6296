package org.visualizingweights;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Names in which {@code *} stands for anything and {@code ?} for one character. */
public final class Wildcards {
  private Wildcards() {}

  /** Whether a name is meant. */
  public static Predicate<String> matching(String names) {
    String regex = Pattern.quote(names).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate();
  }
}
