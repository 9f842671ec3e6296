package org.visualizingweights.training;

import java.util.Collection;
import java.util.List;

/**
 * Which parts keep their convolutions as they were. Their batch norms are trained all the same, as
 * fastai does, unless it is the whole body that is frozen.
 *
 * @param scope what is frozen
 * @param chosen the parts, where {@code scope} is {@code PARTS}; else empty
 */
public record Freeze(Scope scope, List<String> chosen) {
  public static final Freeze NONE = new Freeze(Scope.NONE, List.of());
  public static final Freeze BODY = new Freeze(Scope.BODY, List.of());
  public static final Freeze WHOLE_BODY = new Freeze(Scope.WHOLE_BODY, List.of());

  /** How much of a network. */
  public enum Scope {
    NONE,
    /** Some parts of the body. */
    PARTS,
    /** All parts of the body. */
    BODY,
    /**
     * Nothing of the body changes: its batch norms use their running statistics as they are, and
     * are not trained.
     */
    WHOLE_BODY
  }

  public Freeze {
    chosen = List.copyOf(chosen);
    if (chosen.isEmpty() == (scope == Scope.PARTS)) {
      throw new IllegalArgumentException(scope + " does not go with " + chosen);
    }
  }

  /**
   * These parts' convolutions, and not their batch norms.
   *
   * @param chosen at least one of the body, in any order
   * @param body all its parts, in order
   */
  public static Freeze of(Collection<String> chosen, List<String> body) {
    List<String> inOrder = body.stream().filter(chosen::contains).toList();
    return inOrder.size() == body.size() ? BODY : new Freeze(Scope.PARTS, inOrder);
  }

  public boolean isWholeBody() {
    return scope == Scope.WHOLE_BODY;
  }

  /**
   * The parts whose convolutions are frozen.
   *
   * @param body all parts of the body
   */
  public List<String> parts(List<String> body) {
    return switch (scope) {
      case NONE, PARTS -> chosen;
      case BODY, WHOLE_BODY -> body;
    };
  }
}
