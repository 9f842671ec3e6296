package org.visualizingweights.model.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.visualizingweights.model.Torchvision;

/**
 * What could be a state dict: tensors that a file keeps together, or those of them whose names
 * begin alike.
 *
 * @param place the names under which they are kept, each with a dot behind it
 * @param prefix what their own names begin with, to the last dot; left out in {@code tensors}
 * @param matches how many of the tensors are those of a ResNet-18's body, by name and shape
 */
record Candidate(String place, String prefix, Map<String, StoredTensor> tensors, int matches) {
  /** What is called so is all that a file holds: it has no name. */
  static final String WHOLE = ".";

  private static final String DATA_PARALLEL = "module.";

  /**
   * All bodies of a ResNet-18 among the tensors of one place. Where there is none: what looks like
   * one; or else all of the tensors.
   */
  static List<Candidate> in(String place, Map<String, StoredTensor> tensors) {
    Map<String, Integer> prefixes = prefixes(tensors);
    List<Candidate> bodies =
        prefixes.entrySet().stream()
            .filter(prefix -> prefix.getValue() == Torchvision.BODY.size())
            .map(prefix -> of(place, prefix.getKey(), tensors))
            .filter(Candidate::fits)
            .toList();
    if (!bodies.isEmpty()) {
      return bodies;
    }
    boolean parallel = tensors.keySet().stream().allMatch(name -> name.startsWith(DATA_PARALLEL));
    return List.of(
        prefixes.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(prefix -> of(place, prefix.getKey(), tensors))
            .filter(Candidate::isAlike)
            .orElseGet(() -> of(place, parallel ? DATA_PARALLEL : "", tensors)));
  }

  /** What stands before names of the body, and before how many of them. */
  private static Map<String, Integer> prefixes(Map<String, StoredTensor> tensors) {
    Map<String, Integer> prefixes = new LinkedHashMap<>();
    for (String name : tensors.keySet()) {
      for (String expected : Torchvision.BODY.keySet()) {
        if (name.equals(expected) || name.endsWith("." + expected)) {
          prefixes.merge(name.substring(0, name.length() - expected.length()), 1, Integer::sum);
        }
      }
    }
    return prefixes;
  }

  private static Candidate of(String place, String prefix, Map<String, StoredTensor> all) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    all.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            tensors.put(name.substring(prefix.length()), tensor);
          }
        });
    long matches =
        tensors.entrySet().stream()
            .filter(tensor -> Torchvision.BODY.containsKey(tensor.getKey()))
            .filter(tensor -> tensor.getValue().hasShape(Torchvision.BODY.get(tensor.getKey())))
            .count();
    return new Candidate(place, prefix, tensors, (int) matches);
  }

  /** What it is chosen by. */
  String name() {
    String name = place + prefix;
    return name.isEmpty() ? WHOLE : name.substring(0, name.length() - 1);
  }

  boolean fits() {
    return likeness() == Torchvision.BODY.size();
  }

  /** Whether this is more a ResNet-18's body than anything else, though something may be wrong. */
  boolean isAlike() {
    return 2 * likeness() >= Torchvision.BODY.size();
  }

  /** How many tensors of a ResNet-18's body these are; none if some are another network's. */
  int likeness() {
    return tensors.keySet().stream().anyMatch(Torchvision::isOfAnotherNetwork) ? 0 : matches;
  }
}
