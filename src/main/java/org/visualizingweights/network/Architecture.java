package org.visualizingweights.network;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What there is to know of a network without having it. It may have been written by anybody, and is
 * checked.
 *
 * @param name what experiments call the network
 * @param parts first to last; empty where the network has none
 * @param logits the vertex whose output is {@code [batch, classes]} before softmax; empty where
 *     there is none
 * @param firstConvolution the first vertex with kernels, whose input are the images; empty where
 *     there is none
 * @param classes where the loss is nothing but the mean cross-entropy over classes, their number;
 *     else, and where only the data tell, empty
 * @throws IllegalArgumentException where a name is empty, twice there, or too long, there are more
 *     names than any network has, or no classes
 */
public record Architecture(
    String name,
    List<Part> parts,
    Optional<String> logits,
    Optional<String> firstConvolution,
    Optional<Integer> classes) {
  /** How many characters of a name can be recorded and shown. */
  public static final int LONGEST_NAME = 1000;

  private static final int MOST_NAMES = 10_000;

  public Architecture {
    parts = List.copyOf(parts);
    logits = Objects.requireNonNullElse(logits, Optional.empty());
    firstConvolution = Objects.requireNonNullElse(firstConvolution, Optional.empty());
    classes = Objects.requireNonNullElse(classes, Optional.empty());
    check(name);
    logits.ifPresent(Architecture::check);
    firstConvolution.ifPresent(Architecture::check);
    Set<String> names = new HashSet<>();
    Set<String> vertices = new HashSet<>();
    for (Part part : parts) {
      check(part.name());
      if (!names.add(part.name())) {
        throw new IllegalArgumentException("two parts of the network have one name");
      }
      for (String vertex : part.vertices()) {
        check(vertex);
        if (!vertices.add(vertex)) {
          throw new IllegalArgumentException("a vertex of the network is in its parts twice");
        }
      }
      if (names.size() + vertices.size() > MOST_NAMES) {
        throw new IllegalArgumentException("no network has so many parts and vertices");
      }
    }
    if (classes.filter(number -> number < 1).isPresent()) {
      throw new IllegalArgumentException("no network tells %s classes apart".formatted(classes));
    }
  }

  private static void check(String name) {
    if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "a name in the network is missing, or longer than %s characters".formatted(LONGEST_NAME));
    }
  }

  /** The vertices of all parts, in the order in which they are computed. */
  public List<String> vertices() {
    return parts.stream().flatMap(part -> part.vertices().stream()).toList();
  }

  /** The part that a vertex belongs to; one that belongs to none is a part by itself. */
  public Part partOf(String vertex) {
    return parts.stream()
        .filter(part -> part.has(vertex))
        .findFirst()
        .orElseGet(() -> new Part(vertex, List.of(vertex)));
  }
}
