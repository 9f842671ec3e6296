package org.visualizingweights.model.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.visualizingweights.UserError;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.model.StateDict;
import org.visualizingweights.model.Tensor;

/**
 * Weights that a network can start from.
 *
 * @param tensors by their names in torchvision's ResNet
 * @param provenance where they really came from
 */
public record Weights(Map<String, Tensor> tensors, Provenance provenance) {
  private static final Predicate<String> HEAD = name -> name.startsWith("fc.");
  private static final Predicate<String> COUNTER = name -> name.endsWith(".num_batches_tracked");
  private static final int MOST_PROBLEMS = 10;

  /** The same, used instead of others for the reason given. */
  Weights insteadOf(String reason) {
    return new Weights(tensors, provenance.insteadOf(reason));
  }

  /**
   * Sets the parameters of a network: all of its body; its head only if these weights have every
   * tensor of it in the right shape, and no other. Nothing is changed where there is an error.
   *
   * @return why the head keeps the parameters that it has, in a few words; empty if it does not
   * @throws UserError if a tensor of the body is missing, has another shape, or is not one of
   *     ResNet-18's; names the first ten
   */
  public Optional<String> putInto(ComputationGraph network) {
    Map<String, long[]> shapes = StateDict.shapes(network);
    List<String> body = problems(shapes, HEAD.negate());
    if (!body.isEmpty()) {
      throw UserError.unavailable(
          "the weights %s (%s) are not those of a ResNet-18: %s; use others"
              .formatted(provenance.name(), provenance.origin(), listed(body, MOST_PROBLEMS)));
    }
    List<String> head = problems(shapes, HEAD);
    Map<String, Tensor> taken = new LinkedHashMap<>(tensors);
    if (!head.isEmpty()) {
      taken.keySet().removeIf(HEAD);
    }
    StateDict.load(network, taken);
    return head.isEmpty() ? Optional.empty() : Optional.of(listed(head, 1));
  }

  /** What is wrong with the tensors whose names are such. */
  private List<String> problems(Map<String, long[]> shapes, Predicate<String> part) {
    List<String> problems = new ArrayList<>();
    shapes.forEach(
        (name, shape) -> {
          if (part.test(name)) {
            problem(name, shape).ifPresent(problems::add);
          }
        });
    new TreeSet<>(tensors.keySet())
        .stream()
            .filter(part.and(COUNTER.negate()).and(name -> !shapes.containsKey(name)))
            .forEach(name -> problems.add(Printable.of(name) + " has no place"));
    return problems;
  }

  private Optional<String> problem(String name, long[] shape) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      return Optional.of(name + " is missing");
    }
    return Arrays.equals(tensor.shape(), shape)
        ? Optional.empty()
        : Optional.of(
            "%s has the shape %s, not %s"
                .formatted(name, Arrays.toString(tensor.shape()), Arrays.toString(shape)));
  }

  private static String listed(List<String> problems, int most) {
    String first = String.join(", ", problems.subList(0, Math.min(most, problems.size())));
    int more = problems.size() - most;
    return more > 0 ? "%s, and %d more".formatted(first, more) : first;
  }
}
