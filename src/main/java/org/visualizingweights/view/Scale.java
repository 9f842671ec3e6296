package org.visualizingweights.view;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.visualizingweights.UserError;

/** What the rows of a strip are. */
enum Scale {
  /** The equal bins of the settings. */
  RANGE,
  /** Sign and power of two. */
  MAGNITUDES;

  /**
   * The scale of that name.
   *
   * @throws UserError where there is none
   */
  static Scale of(String name) {
    return Stream.of(values())
        .filter(scale -> Json.name(scale).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                UserError.badInput(
                    "The parameter \"scale\" is \"%s\"; allowed are %s."
                        .formatted(
                            name,
                            Stream.of(values())
                                .map(Json::name)
                                .collect(Collectors.joining(" and ")))));
  }
}
