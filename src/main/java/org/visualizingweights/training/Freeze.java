package org.visualizingweights.training;

import java.util.Set;
import org.visualizingweights.model.LayerGroup;

/**
 * Which groups keep their convolutions as they were. Their batch norms are trained all the same, as
 * fastai does, unless it is the whole body that is frozen.
 *
 * @param isWholeBody whether nothing of the body changes: its batch norms use their running
 *     statistics as they are, and are not trained
 */
public record Freeze(Set<LayerGroup> groups, boolean isWholeBody) {
  public static final Freeze NONE = new Freeze(Set.of());
  public static final Freeze BODY = new Freeze(Set.copyOf(LayerGroup.BODY));
  public static final Freeze WHOLE_BODY = new Freeze(BODY.groups, true);

  public Freeze {
    groups = Set.copyOf(groups);
    if (isWholeBody && !groups.equals(Set.copyOf(LayerGroup.BODY))) {
      throw new IllegalArgumentException("the whole body is more than " + groups);
    }
  }

  /** These groups' convolutions, and not their batch norms. */
  public Freeze(Set<LayerGroup> groups) {
    this(groups, false);
  }
}
