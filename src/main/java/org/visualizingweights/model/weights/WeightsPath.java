package org.visualizingweights.model.weights;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of weights, and which of the state dicts in it is meant: {@code FILE} or {@code
 * FILE#NAME}.
 *
 * @param stateDict its name, with a dot between the names of dicts in dicts; empty: the only one
 */
public record WeightsPath(Path file, String stateDict) {
  static final String SEPARATOR = "#";

  /**
   * What a text means; empty if there is no such file. A file's own name may have the sign, too.
   */
  public static Optional<WeightsPath> find(String text) {
    for (int end = text.length(); end > 0; end = text.lastIndexOf(SEPARATOR, end - 1)) {
      String file = text.substring(0, end);
      if (isFile(file)) {
        String rest = text.substring(end);
        return Optional.of(new WeightsPath(Path.of(file), rest.isEmpty() ? "" : rest.substring(1)));
      }
    }
    return Optional.empty();
  }

  private static boolean isFile(String path) {
    try {
      return Files.isRegularFile(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
