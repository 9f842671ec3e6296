package org.visualizingweights.dl4j;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.visualizingweights.Nearest;
import org.visualizingweights.UserError;
import org.visualizingweights.Wildcards;

/**
 * Which vertices of a network are captured.
 *
 * @param names of vertices, in the order in which they are shown; {@code *} stands for anything,
 *     {@code ?} for one character, and {@value #AUTO} for a sensible few, but a vertex of the very
 *     name is what it means; empty: a sensible few
 */
public record VertexChoice(List<String> names) {
  /** What convolutional, dense, recurrent and attention layers put out, from first to last. */
  public static final String AUTO = "auto";

  /** How many vertices {@value #AUTO} is at most. */
  public static final int MOST = 12;

  private static final int MOST_NAMED = 20;

  private static final Set<VertexKind> TELLING =
      EnumSet.of(
          VertexKind.CONVOLUTION, VertexKind.DENSE, VertexKind.RECURRENT, VertexKind.ATTENTION);

  public VertexChoice {
    names = List.copyOf(names);
  }

  /** A sensible few. */
  public static VertexChoice auto() {
    return new VertexChoice(List.of());
  }

  /**
   * The vertices of a network that are meant, each once.
   *
   * @throws UserError where there is none of a name, or it cannot be captured
   */
  public List<Vertex> of(Dl4jNetwork network) {
    return of(network.vertices());
  }

  /** The same, of all the vertices of a network. */
  public List<Vertex> of(List<Vertex> all) {
    return names.isEmpty()
        ? few(all)
        : names.stream().flatMap(name -> of(name, all).stream()).distinct().toList();
  }

  private static List<Vertex> of(String name, List<Vertex> all) {
    boolean isOne = all.stream().anyMatch(vertex -> vertex.name().equals(name));
    Predicate<String> meant = isOne ? name::equals : Wildcards.matching(name);
    List<Vertex> found = all.stream().filter(vertex -> meant.test(vertex.name())).toList();
    if (found.isEmpty() && name.equals(AUTO)) {
      return few(all);
    } else if (found.isEmpty()) {
      throw UserError.badInput("the network has no vertex " + name + hint(name, all));
    }
    List<Vertex> captured = found.stream().filter(Vertex::canBeCaptured).toList();
    if (captured.isEmpty()) {
      throw UserError.badInput(
          "%s cannot be captured: %s"
              .formatted(found.get(0).name(), found.get(0).obstacle().orElseThrow()));
    }
    return captured;
  }

  private static String hint(String name, List<Vertex> all) {
    List<String> names = all.stream().map(Vertex::name).toList();
    String question = Nearest.question(name, names);
    return question.isEmpty()
        ? "; it has "
            + String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMED)))
            + (names.size() > MOST_NAMED ? " and %s more".formatted(names.size() - MOST_NAMED) : "")
        : question;
  }

  private static List<Vertex> few(List<Vertex> all) {
    List<Vertex> captured = all.stream().filter(Vertex::canBeCaptured).toList();
    List<Vertex> telling =
        captured.stream().filter(vertex -> TELLING.contains(vertex.kind())).toList();
    List<Vertex> inner =
        captured.stream().filter(vertex -> vertex.kind() != VertexKind.INPUT).toList();
    return spread(
        Stream.of(telling, inner, captured)
            .filter(vertices -> !vertices.isEmpty())
            .findFirst()
            .orElseThrow(() -> UserError.badInput("the network has no vertex to be captured")));
  }

  /** The first, the last, and others at equal distances. */
  private static List<Vertex> spread(List<Vertex> vertices) {
    int last = vertices.size() - 1;
    return last < MOST
        ? vertices
        : IntStream.range(0, MOST)
            .mapToObj(i -> vertices.get(Math.round((float) i * last / (MOST - 1))))
            .toList();
  }
}
