package org.visualizingweights.experiment;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The components of a type of records and the paths of their keys, looked up once: a sweep has
 * thousands of records, and it is the looking up that takes long.
 *
 * @param constructor of all components
 * @param slots in the order of the components
 */
record RecordLayout(Constructor<?> constructor, List<KeySlot> slots) {

  /**
   * A component.
   *
   * @param path of its key; of a record that is no key itself, of no meaning
   * @param half which of the two values of a pair it is; empty where it is the only one
   * @param below the components of its record, where keys are below it or beside it
   */
  record KeySlot(
      Method accessor, String path, Optional<Integer> half, Optional<RecordLayout> below) {

    private Object in(Map<String, Object> values) {
      if (below.isPresent()) {
        return below.get().record(values);
      }
      Object value = values.get(path);
      return half.isPresent() ? ((List<?>) value).get(half.get()) : value;
    }

    private void add(Object record, Map<String, Object> values) {
      Object value;
      try {
        value = accessor.invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
      if (below.isPresent()) {
        below.get().add(value, values);
      } else {
        values.merge(path, value, List::of);
      }
    }
  }

  RecordLayout {
    slots = List.copyOf(slots);
  }

  /**
   * Looks it up.
   *
   * @param prefix of the paths of its keys
   */
  static RecordLayout of(Class<?> type, String prefix) {
    List<KeySlot> slots = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      paths.add(prefix + Keys.nameOf(component));
    }
    List<Class<?>> types = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      int index = types.size();
      String path = paths.get(index);
      boolean isPair = paths.indexOf(path) < paths.lastIndexOf(path);
      types.add(component.getType());
      slots.add(
          new KeySlot(
              component.getAccessor(),
              path,
              isPair ? Optional.of(index == paths.indexOf(path) ? 0 : 1) : Optional.empty(),
              Optional.of(component)
                  .filter(c -> Keys.isRecordOfKeys(c.getType()))
                  .map(c -> of(c.getType(), Keys.below(prefix, c)))));
    }
    try {
      return new RecordLayout(type.getDeclaredConstructor(types.toArray(Class<?>[]::new)), slots);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The record with these values, by the paths of their keys. */
  Object record(Map<String, Object> values) {
    try {
      return constructor.newInstance(slots.stream().map(slot -> slot.in(values)).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds the values of a record. */
  void add(Object record, Map<String, Object> values) {
    slots.forEach(slot -> slot.add(record, values));
  }
}
