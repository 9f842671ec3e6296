package org.visualizingweights.model.weights;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.visualizingweights.model.Network;
import org.visualizingweights.model.Torchvision;

/**
 * What could be a state dict: tensors that a file keeps together, or those of them whose names
 * begin alike.
 *
 * @param names those of the network whose body it is, or is most like
 * @param place the names under which they are kept, each with a dot behind it
 * @param prefix what their own names begin with, to the last dot; left out in {@code tensors}
 * @param matches how many of the tensors are those of the network's body, by name and shape
 */
record Candidate(
    Torchvision names,
    String place,
    String prefix,
    Map<String, StoredTensor> tensors,
    int matches) {
  /** What is called so is all that a file holds: it has no name. */
  static final String WHOLE = ".";

  private static final String DATA_PARALLEL = "module.";

  /**
   * All bodies of networks among the tensors of one place. Where there is none: what looks like
   * one; or else all of the tensors.
   *
   * @param known the names of the networks, that which is wanted first
   */
  static List<Candidate> in(
      String place, Map<String, StoredTensor> tensors, List<Torchvision> known) {
    List<Candidate> bodies =
        known.stream().flatMap(names -> bodies(names, place, tensors)).toList();
    if (!bodies.isEmpty()) {
      return bodies;
    }
    boolean parallel = tensors.keySet().stream().allMatch(name -> name.startsWith(DATA_PARALLEL));
    return List.of(
        known.stream()
            .flatMap(names -> most(names, place, tensors).stream())
            .filter(Candidate::isAlike)
            .max(Comparator.comparingDouble(Candidate::share))
            .orElseGet(() -> of(known.get(0), place, parallel ? DATA_PARALLEL : "", tensors)));
  }

  private static Stream<Candidate> bodies(
      Torchvision names, String place, Map<String, StoredTensor> tensors) {
    return prefixes(names, tensors).entrySet().stream()
        .filter(prefix -> prefix.getValue() == names.body().size())
        .map(prefix -> of(names, place, prefix.getKey(), tensors))
        .filter(Candidate::fits);
  }

  private static Optional<Candidate> most(
      Torchvision names, String place, Map<String, StoredTensor> tensors) {
    return prefixes(names, tensors).entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(prefix -> of(names, place, prefix.getKey(), tensors));
  }

  /** What stands before names of the body, and before how many of them. */
  private static Map<String, Integer> prefixes(
      Torchvision names, Map<String, StoredTensor> tensors) {
    Map<String, Integer> prefixes = new LinkedHashMap<>();
    for (String name : tensors.keySet()) {
      for (int start = 0, dot = 0; dot >= 0; start = dot + 1) {
        if (names.body().containsKey(name.substring(start))) {
          prefixes.merge(name.substring(0, start), 1, Integer::sum);
        }
        dot = name.indexOf('.', start);
      }
    }
    return prefixes;
  }

  private static Candidate of(
      Torchvision names, String place, String prefix, Map<String, StoredTensor> all) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    all.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            tensors.put(name.substring(prefix.length()), tensor);
          }
        });
    long matches =
        tensors.entrySet().stream()
            .filter(tensor -> names.body().containsKey(tensor.getKey()))
            .filter(tensor -> tensor.getValue().hasShape(names.body().get(tensor.getKey())))
            .count();
    return new Candidate(names, place, prefix, tensors, (int) matches);
  }

  /** What it is chosen by. */
  String name() {
    String name = place + prefix;
    return name.isEmpty() ? WHOLE : name.substring(0, name.length() - 1);
  }

  Network network() {
    return names.network();
  }

  boolean fits() {
    return likeness() == names.body().size();
  }

  /** Whether this is more the network's body than anything else, though something may be wrong. */
  boolean isAlike() {
    return share() >= 0.5;
  }

  private double share() {
    return likeness() / (double) names.body().size();
  }

  /** How many tensors of the network's body these are; none if some are another network's. */
  int likeness() {
    return tensors.keySet().stream().anyMatch(names::isOfAnotherNetwork) ? 0 : matches;
  }
}
