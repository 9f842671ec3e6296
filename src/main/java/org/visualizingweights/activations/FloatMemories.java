package org.visualizingweights.activations;

import java.util.ArrayList;
import java.util.List;

/** A {@link FloatMemory} for each vertex. */
final class FloatMemories {
  private final List<FloatMemory> memories = new ArrayList<>();

  /** The floats of each, which are there until this is called again. */
  List<FloatArray> of(List<Activations> activations) {
    List<FloatArray> floats = new ArrayList<>(activations.size());
    for (int i = 0; i < activations.size(); i++) {
      if (i == memories.size()) {
        memories.add(new FloatMemory());
      }
      floats.add(memories.get(i).floats(activations.get(i)));
    }
    return floats;
  }
}
