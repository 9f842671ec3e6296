package org.visualizingweights.training;

import java.util.Collection;
import java.util.List;

/**
 * Which parts keep their convolutions as they were. Their batch norms are trained all the same, as
 * fastai does, unless it is the whole body that is frozen.
 *
 * @param extent what is frozen
 * @param chosen the parts, where {@code extent} is {@code PARTS}; else empty
 */
public record Freeze(Extent extent, List<String> chosen) {
  public static final Freeze NONE = new Freeze(Extent.NONE, List.of());
  public static final Freeze BODY = new Freeze(Extent.BODY, List.of());
  public static final Freeze WHOLE_BODY = new Freeze(Extent.WHOLE_BODY, List.of());

  /** How much of a network. */
  public enum Extent {
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
    if (chosen.isEmpty() == (extent == Extent.PARTS)) {
      throw new IllegalArgumentException(extent + " does not go with " + chosen);
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
    return inOrder.size() == body.size() ? BODY : new Freeze(Extent.PARTS, inOrder);
  }

  public boolean isWholeBody() {
    return extent == Extent.WHOLE_BODY;
  }

  /**
   * The parts whose convolutions are frozen.
   *
   * @param body all parts of the body
   */
  public List<String> parts(List<String> body) {
    return switch (extent) {
      case NONE, PARTS -> chosen;
      case BODY, WHOLE_BODY -> body;
    };
  }
}
