package org.visualizingweights.model.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.visualizingweights.data.DamagedFile;

/** Finds the state dict in what people save: itself, or a checkpoint with one in it. */
final class StateDictFinder {
  /** Under which training scripts keep it in their checkpoints. */
  private static final List<String> WRAPPERS = List.of("state_dict", "model_state_dict", "model");

  private StateDictFinder() {}

  /**
   * The tensors of a state dict; entries that are no tensors are left out.
   *
   * @throws DamagedFile if there is none
   */
  static Map<String, StoredTensor> find(Object saved) throws DamagedFile {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    unwrapped(saved)
        .forEach(
            (name, value) -> {
              if (name instanceof String text && value instanceof StoredTensor tensor) {
                tensors.put(text, tensor);
              }
            });
    if (tensors.isEmpty()) {
      throw new DamagedFile("holds no state dict: it has no tensors by their names");
    }
    return tensors;
  }

  private static Map<?, ?> unwrapped(Object saved) {
    if (!(saved instanceof Map<?, ?> map)) {
      return Map.of();
    }
    for (String wrapper : WRAPPERS) {
      if (map.get(wrapper) instanceof Map<?, ?> wrapped) {
        return wrapped;
      }
    }
    return map;
  }
}
