package org.visualizingweights.view;

import java.util.Map;
import java.util.Optional;
import org.visualizingweights.UserError;

/** The parameters of a request, checked as they are asked for. */
record Query(Map<String, String> parameters) {

  /**
   * @throws UserError where it is missing
   */
  String text(String name) {
    return Optional.ofNullable(parameters.get(name))
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> UserError.badInput("The parameter \"%s\" is missing.".formatted(name)));
  }
}
