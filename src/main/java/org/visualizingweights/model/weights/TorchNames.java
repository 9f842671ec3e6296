package org.visualizingweights.model.weights;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.visualizingweights.data.DamagedFile;
import org.visualizingweights.model.weights.StoredTensor.Storage;

/**
 * The names that a pickled state dict refers to, and what they stand for here.
 *
 * <p>Sources: torch/_utils.py and torch/serialization.py of PyTorch 1.13.
 */
final class TorchNames {
  private TorchNames() {}

  /** What a pickle may call. */
  enum Function {
    ORDERED_DICT("collections.OrderedDict") {
      @Override
      Object call(List<?> arguments) throws DamagedFile {
        if (!arguments.isEmpty()) {
          throw new DamagedFile("was saved by Python 2, and is to be saved again by Python 3");
        }
        return new LinkedHashMap<>();
      }
    },

    /** (storage, offset, shape, strides), and more that says how it is trained. */
    REBUILD_TENSOR("torch._utils._rebuild_tensor_v2") {
      @Override
      Object call(List<?> arguments) throws DamagedFile {
        return tensor(arguments);
      }
    },

    /** The same before PyTorch 0.4. */
    REBUILD_OLD_TENSOR("torch._utils._rebuild_tensor") {
      @Override
      Object call(List<?> arguments) throws DamagedFile {
        return tensor(arguments);
      }
    },

    /** (tensor, and how it is trained). */
    REBUILD_PARAMETER("torch._utils._rebuild_parameter") {
      @Override
      Object call(List<?> arguments) throws DamagedFile {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof StoredTensor tensor)) {
          throw noSense(this);
        }
        return tensor;
      }
    };

    private final String pythonName;

    Function(String pythonName) {
      this.pythonName = pythonName;
    }

    abstract Object call(List<?> arguments) throws DamagedFile;

    StoredTensor tensor(List<?> arguments) throws DamagedFile {
      if (arguments.size() < 4
          || !(arguments.get(0) instanceof Storage storage)
          || !(arguments.get(1) instanceof Long offset)) {
        throw noSense(this);
      }
      return StoredTensor.view(storage, offset, longs(arguments.get(2)), longs(arguments.get(3)));
    }

    private long[] longs(Object value) throws DamagedFile {
      if (!(value instanceof List<?> list)) {
        throw noSense(this);
      }
      long[] longs = new long[list.size()];
      for (int i = 0; i < longs.length; i++) {
        if (!(list.get(i) instanceof Long number)) {
          throw noSense(this);
        }
        longs[i] = number;
      }
      return longs;
    }
  }

  /**
   * What a name stands for: a {@link Function}, or the {@link ElementType} of a class of storages.
   *
   * @throws DamagedFile naming it, if no state dict needs it
   */
  static Object named(String module, String name) throws DamagedFile {
    String full = module + "." + name;
    Optional<? extends Object> known =
        module.equals("torch")
            ? ElementType.ofTorchStorage(name)
            : Arrays.stream(Function.values()).filter(f -> f.pythonName.equals(full)).findFirst();
    if (known.isEmpty()) {
      throw new DamagedFile(
          "is not a plain state dict: its pickle asks for %s, which is not needed for tensors"
                  .formatted(Printable.of(full))
              + " and could do anything, so nothing of it was run or read");
    }
    return known.get();
  }

  /**
   * A storage, by what PyTorch calls its persistent id: ("storage", class, key, device, elements),
   * to which the older form adds None.
   */
  static Storage storage(Object id) throws DamagedFile {
    if (id instanceof List<?> parts
        && parts.size() >= 5
        && parts.get(0).equals("storage")
        && parts.get(1) instanceof ElementType type
        && parts.get(2) instanceof String key
        && parts.get(4) instanceof Long elements
        && elements >= 0
        && elements <= Integer.MAX_VALUE
        && (parts.size() == 5 || parts.get(5) == Unpickler.Nothing.NONE)) {
      return new Storage(type, key, elements);
    }
    throw new DamagedFile(
        "is damaged: its pickle refers to a storage in a way that makes no sense");
  }

  /** Puts keys and values, in turns, into a dict. */
  static void putAll(Map<Object, Object> dict, List<?> keysAndValues) throws DamagedFile {
    for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
      Object key = keysAndValues.get(i);
      // Only these have hash codes that cannot take for ever, as nested tuples' can.
      if (!(key instanceof String) && !(key instanceof Long)) {
        throw new DamagedFile(
            "is not a state dict: its pickle has a dict whose keys are no names or numbers");
      }
      dict.put(key, keysAndValues.get(i + 1));
    }
  }

  private static DamagedFile noSense(Function function) {
    return new DamagedFile(
        "is damaged: its pickle calls %s in a way that makes no sense"
            .formatted(function.pythonName));
  }
}
