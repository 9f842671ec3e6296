package org.visualizingweights.training;

import java.util.Set;
import org.visualizingweights.model.LayerGroup;

/**
 * Which groups keep their convolutions as they were. Their batch norms are trained all the same, as
 * fastai does.
 */
public record Freeze(Set<LayerGroup> groups) {
  public static final Freeze NONE = new Freeze(Set.of());
  public static final Freeze BODY = new Freeze(Set.copyOf(LayerGroup.BODY));

  public Freeze {
    groups = Set.copyOf(groups);
  }
}
