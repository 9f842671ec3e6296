package org.visualizingweights.model.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.visualizingweights.UserError;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.model.Network;
import org.visualizingweights.model.Networks;
import org.visualizingweights.model.StateDict;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.Torchvision;

/**
 * Weights that a network can start from.
 *
 * @param tensors by their names in torchvision
 * @param provenance where they really came from
 * @param remarks what there is to say of how they were found in their file, each in a few words
 */
public record Weights(Map<String, Tensor> tensors, Provenance provenance, List<String> remarks) {
  private static final int MOST_PROBLEMS = 10;
  private static final String MISSING = " is missing";
  private static final String NO_PLACE = " has no place";
  private static final String VARIANCE = ".running_var";

  /** The same, used instead of others for the reason given. */
  Weights insteadOf(String reason) {
    return new Weights(tensors, provenance.insteadOf(reason), remarks);
  }

  /**
   * Sets the parameters of a network: all of its body; its head only if these weights have every
   * tensor of it in the right shape, and no other. Nothing is changed where there is an error.
   *
   * @param names what its tensors are called
   * @return why the head keeps the parameters that it has, in a few words; empty if it does not
   * @throws UserError if a tensor of the body is missing, has another shape, is not one of the
   *     network's, or holds what no weights can be; names the first ten
   */
  public Optional<String> putInto(ComputationGraph network, Torchvision names) {
    Map<String, long[]> shapes = StateDict.shapes(network);
    List<String> body = problems(shapes, names, Torchvision.HEAD.negate());
    if (!body.isEmpty()) {
      Networks.whose(tensors).ifPresent(other -> refuse(names.network(), other));
      throw refused(
          "are not those of a " + names.network().title(), body, others(shapes, names, body));
    }
    List<String> damage = faults(names.body()::containsKey);
    if (!damage.isEmpty()) {
      throw refused("are damaged", damage, "");
    }
    List<String> head = new ArrayList<>(problems(shapes, names, Torchvision.HEAD));
    head.addAll(faults(Torchvision.HEAD));
    Map<String, Tensor> taken = new LinkedHashMap<>(tensors);
    if (!head.isEmpty()) {
      taken.keySet().removeIf(Torchvision.HEAD);
    }
    StateDict.load(network, taken);
    return head.isEmpty() ? Optional.empty() : Optional.of(Printable.listed(head, 1));
  }

  private void refuse(Network network, Network other) {
    throw UserError.unavailable(
        "the weights %s (%s) are those of a %s, not of a %s; say network: %s, or use others"
            .formatted(
                provenance.name(),
                provenance.origin(),
                other.title(),
                network.title(),
                other.name()));
  }

  private UserError refused(String why, List<String> problems, String others) {
    List<String> told = new ArrayList<>(List.of(Printable.listed(problems, MOST_PROBLEMS)));
    told.addAll(remarks);
    return UserError.unavailable(
        "the weights %s (%s) %s: %s%s; use others"
            .formatted(
                provenance.name(), provenance.origin(), why, String.join("; ", told), others));
  }

  /** What there is instead of what was looked for, as far as that was not told. */
  private String others(Map<String, long[]> shapes, Torchvision names, List<String> problems) {
    if (problems.stream().noneMatch(problem -> problem.endsWith(MISSING))) {
      return "";
    }
    List<String> told = problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS));
    List<String> others =
        tensors.keySet().stream()
            .filter(name -> !shapes.containsKey(name) && !names.isKnown(name))
            .filter(name -> !told.contains(Printable.of(name) + NO_PLACE))
            .toList();
    return others.isEmpty() ? "" : "; there are " + Printable.listed(others);
  }

  /** All tensors that hold what no weights can be, and how many such values. */
  public List<String> faults() {
    return faults(name -> true);
  }

  private List<String> faults(Predicate<String> part) {
    List<String> faults = new ArrayList<>();
    tensors.forEach(
        (name, tensor) -> {
          if (part.test(name)) {
            fault(name, tensor.values()).ifPresent(faults::add);
          }
        });
    return faults;
  }

  private static Optional<String> fault(String name, float[] values) {
    int notFinite = 0;
    int negative = 0;
    for (float value : values) {
      notFinite += Float.isFinite(value) ? 0 : 1;
      negative += value < 0 ? 1 : 0;
    }
    boolean isVariance = name.endsWith(VARIANCE) && negative > 0;
    if (notFinite == 0 && !isVariance) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s is %s at %,d of %,d values",
            Printable.of(name),
            notFinite > 0 ? "NaN or infinite" : "negative, and no variance can be,",
            notFinite > 0 ? notFinite : negative,
            values.length));
  }

  /** What is wrong with the tensors whose names are such. */
  private List<String> problems(
      Map<String, long[]> shapes, Torchvision names, Predicate<String> part) {
    List<String> problems = new ArrayList<>();
    shapes.forEach(
        (name, shape) -> {
          if (part.test(name)) {
            problem(name, shape).ifPresent(problems::add);
          }
        });
    new TreeSet<>(tensors.keySet())
        .stream()
            .filter(part.and(name -> !shapes.containsKey(name)))
            .filter(
                Torchvision.HEAD.or(names::isOfAnotherNetwork).and(Torchvision.COUNTER.negate()))
            .forEach(name -> problems.add(Printable.of(name) + NO_PLACE));
    return problems;
  }

  private Optional<String> problem(String name, long[] shape) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      return Optional.of(name + MISSING);
    }
    return Arrays.equals(tensor.shape(), shape)
        ? Optional.empty()
        : Optional.of(
            "%s has the shape %s, not %s"
                .formatted(name, Arrays.toString(tensor.shape()), Arrays.toString(shape)));
  }
}
