package org.visualizingweights.model.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.weights.StoredTensor.Storage;

/**
 * The names that a pickled state dict refers to, and what they stand for here.
 *
 * <p>Sources: torch/_utils.py and torch/serialization.py of PyTorch 1.13, and 2.0 for the bits.
 */
final class TorchNames {
  private TorchNames() {}

  /** What a pickle may call. */
  enum Function {
    ORDERED_DICT("collections.OrderedDict") {
      @Override
      Object call(List<?> arguments) throws UnusableFile {
        if (!arguments.isEmpty()) {
          throw new UnusableFile("was saved by Python 2, and is to be saved again by Python 3");
        }
        return new LinkedHashMap<>();
      }
    },

    /**
     * (storage, offset, shape, strides), two more that say how it is trained, and a dict of its
     * bits where it has any; under its other name before PyTorch 0.4.
     */
    REBUILD_TENSOR("torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor") {
      @Override
      Object call(List<?> arguments) throws UnusableFile {
        if (arguments.size() < 4 || !(arguments.get(1) instanceof Long offset)) {
          throw noSense();
        }
        if (!(arguments.get(0) instanceof Storage storage)) {
          return foreign(arguments.get(0));
        }
        StoredTensor tensor =
            StoredTensor.view(storage, offset, longs(arguments.get(2)), longs(arguments.get(3)));
        return arguments.size() > 6 && isNegative(arguments.get(6)) ? tensor.negative() : tensor;
      }

      /** There is another bit, conj, which changes complex numbers only. */
      private boolean isNegative(Object bits) throws UnusableFile {
        Optional<?> bit =
            bits instanceof Map<?, ?> dict
                ? Optional.ofNullable(dict.get("neg"))
                : Optional.of(bits);
        if (bits == Unpickler.Nothing.NONE || bit.isEmpty()) {
          return false;
        }
        if (bit.get() instanceof Boolean negative) {
          return negative;
        }
        throw noSense();
      }
    },

    /** (tensor, and how it is trained). */
    REBUILD_PARAMETER(
        "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state") {
      @Override
      Object call(List<?> arguments) throws UnusableFile {
        if (arguments.isEmpty()) {
          throw noSense();
        }
        Object tensor = arguments.get(0);
        return tensor instanceof StoredTensor ? tensor : foreign(tensor);
      }
    },

    /** (function, class, the function's arguments, attributes). */
    REBUILD_SUBCLASS("torch._tensor._rebuild_from_type_v2", "torch._tensor._rebuild_from_type") {
      @Override
      Object call(List<?> arguments) throws UnusableFile {
        if (arguments.size() < 3 || !(arguments.get(2) instanceof List<?> list)) {
          throw noSense();
        }
        return arguments.get(0) instanceof Function function && function != this
            ? function.call(list)
            : foreign(arguments.get(0));
      }
    };

    private final List<String> pythonNames;

    Function(String... pythonNames) {
      this.pythonNames = List.of(pythonNames);
    }

    /** What it makes of these; something foreign where they are that. */
    abstract Object call(List<?> arguments) throws UnusableFile;

    Unpickler.Foreign foreign(Object argument) throws UnusableFile {
      if (argument instanceof Unpickler.Foreign foreign) {
        return foreign;
      }
      throw noSense();
    }

    UnusableFile noSense() {
      return new UnusableFile(
          "is damaged: its pickle calls %s in a way that makes no sense"
              .formatted(pythonNames.get(0)));
    }

    long[] longs(Object value) throws UnusableFile {
      if (!(value instanceof List<?> list)) {
        throw noSense();
      }
      long[] longs = new long[list.size()];
      for (int i = 0; i < longs.length; i++) {
        if (!(list.get(i) instanceof Long number)) {
          throw noSense();
        }
        longs[i] = number;
      }
      return longs;
    }
  }

  /** What a name stands for: a {@link Function}, or the {@link ElementType} of storages. */
  static Optional<Object> known(String module, String name) {
    String full = module + "." + name;
    Optional<? extends Object> known =
        module.equals("torch")
            ? ElementType.ofTorchStorage(name)
            : Arrays.stream(Function.values())
                .filter(function -> function.pythonNames.contains(full))
                .findFirst();
    return known.map(found -> found);
  }

  /**
   * A storage, by what PyTorch calls its persistent id: ("storage", class, key, device, elements),
   * to which the older form adds None. Of a foreign class it is that class.
   */
  static Object storage(Object id) throws UnusableFile {
    if (id instanceof List<?> parts
        && parts.size() >= 5
        && parts.get(0).equals("storage")
        && parts.get(2) instanceof String key
        && parts.get(4) instanceof Long elements
        && elements >= 0
        && elements <= Integer.MAX_VALUE
        && (parts.size() == 5 || parts.get(5) == Unpickler.Nothing.NONE)) {
      if (parts.get(1) instanceof ElementType type) {
        return new Storage(type, key, elements);
      }
      if (parts.get(1) instanceof Unpickler.Foreign type) {
        return type;
      }
    }
    throw new UnusableFile(
        "is damaged: its pickle refers to a storage in a way that makes no sense");
  }

  /** Puts keys and values, in turns, into a dict; those whose keys are no names are left out. */
  static void putAll(Map<Object, Object> dict, List<?> keysAndValues) throws UnusableFile {
    for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
      Object key = keysAndValues.get(i);
      if (key instanceof ArrayList) {
        throw new UnusableFile(
            "is damaged: its pickle has a dict whose keys are no names or numbers");
      }
      // Only these have hash codes that cannot take for ever, as nested tuples' can.
      if (key instanceof String || key instanceof Long) {
        dict.put(key, keysAndValues.get(i + 1));
      }
    }
  }
}
