package org.visualizingweights.view;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.visualizingweights.UserError;

/** The parameters of a request, checked as they are asked for. */
record Query(Map<String, String> parameters) {

  /**
   * @throws UserError where it is missing
   */
  String text(String name) {
    return value(name)
        .orElseThrow(() -> UserError.badInput("The parameter \"%s\" is missing.".formatted(name)));
  }

  /** A text, or what it is if it is missing. */
  String text(String name, String otherwise) {
    return value(name).orElse(otherwise);
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  /**
   * A whole number; empty where it is missing.
   *
   * @throws UserError where it is not one, or out of range
   */
  OptionalInt number(String name, int least, int most) {
    String value = text(name, "");
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return OptionalInt.of(number);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw UserError.badInput(
        "The parameter \"%s\" is \"%s\"; a whole number from %s to %s was expected."
            .formatted(name, value, least, most));
  }

  /**
   * One of the constants of an enum, by its name in lower case.
   *
   * @throws UserError where there is none of that name
   */
  <E extends Enum<E>> E choice(String name, E otherwise) {
    String value = text(name, Json.name(otherwise));
    List<E> allowed = List.of(otherwise.getDeclaringClass().getEnumConstants());
    return allowed.stream()
        .filter(constant -> Json.name(constant).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                UserError.badInput(
                    "The parameter \"%s\" is \"%s\"; allowed are %s."
                        .formatted(
                            name,
                            value,
                            allowed.stream()
                                .map(Json::name)
                                .collect(Collectors.joining(" and ")))));
  }
}
