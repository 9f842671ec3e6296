package org.visualizingweights.experiment;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.visualizingweights.Key;

/**
 * The keys of a type of records, as its components describe them.
 *
 * @param type of the records
 * @param described in the order of the components, by their paths; sections stand before what is
 *     below them
 */
record Keys<R extends Record>(Class<R> type, Map<String, DescribedKey> described) {

  /**
   * A key.
   *
   * @param path with the keys above it: {@code capture.every}
   * @param components that hold its value: one, or the two of a pair
   */
  record DescribedKey(String path, List<RecordComponent> components) {

    private DescribedKey and(DescribedKey second) {
      return new DescribedKey(
          path, Stream.of(this, second).flatMap(d -> d.components.stream()).toList());
    }

    /** What it means. */
    String sentence() {
      return components.stream().map(c -> keyOf(c).value()).collect(Collectors.joining(" "));
    }

    Range range() {
      return Range.of(keyOf(components.get(0)));
    }

    /** Of the value, or of each of a pair. */
    Class<?> type() {
      return components.get(0).getType();
    }

    boolean isPair() {
      return components.size() == 2;
    }

    /** Whether it has no value, but keys below it. */
    boolean isSection() {
      return isRecordOfKeys(type());
    }

    private Object valueOf(RecordComponent component, Object value) {
      boolean isFirst = component.getName().equals(components.get(0).getName());
      return isPair() ? ((List<?>) value).get(isFirst ? 0 : 1) : value;
    }
  }

  static <R extends Record> Keys<R> of(Class<R> type) {
    Map<String, DescribedKey> described = new LinkedHashMap<>();
    describe(type, "", described);
    return new Keys<>(type, Collections.unmodifiableMap(described));
  }

  private static void describe(Class<?> type, String prefix, Map<String, DescribedKey> described) {
    for (RecordComponent component : type.getRecordComponents()) {
      String path = prefix + nameOf(component);
      if (component.isAnnotationPresent(Key.class)) {
        described.merge(path, new DescribedKey(path, List.of(component)), DescribedKey::and);
      }
      if (isRecordOfKeys(component.getType())) {
        describe(component.getType(), below(prefix, component), described);
      }
    }
  }

  /** The record with these values, by the paths of their keys. */
  R record(Map<String, Object> values) {
    return type.cast(record(type, "", values));
  }

  private Object record(Class<?> of, String prefix, Map<String, Object> values) {
    List<Class<?>> types = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    for (RecordComponent component : of.getRecordComponents()) {
      String path = prefix + nameOf(component);
      types.add(component.getType());
      arguments.add(
          isRecordOfKeys(component.getType())
              ? record(component.getType(), below(prefix, component), values)
              : described.get(path).valueOf(component, values.get(path)));
    }
    try {
      return of.getDeclaredConstructor(types.toArray(Class<?>[]::new))
          .newInstance(arguments.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The values of a record, by the paths of their keys. */
  Map<String, Object> values(R record) {
    Map<String, Object> values = new LinkedHashMap<>();
    add(record, "", values);
    return values;
  }

  private static void add(Object record, String prefix, Map<String, Object> values) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = valueOf(component, record);
      if (isRecordOfKeys(component.getType())) {
        add(value, below(prefix, component), values);
      } else {
        values.merge(prefix + nameOf(component), value, List::of);
      }
    }
  }

  private static Object valueOf(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isRecordOfKeys(Class<?> type) {
    return type.isRecord()
        && Stream.of(type.getRecordComponents()).anyMatch(c -> c.isAnnotationPresent(Key.class));
  }

  private static String below(String prefix, RecordComponent section) {
    return section.isAnnotationPresent(Key.class) ? prefix + nameOf(section) + "." : prefix;
  }

  private static Key keyOf(RecordComponent component) {
    return component.getAnnotation(Key.class);
  }

  private static String nameOf(RecordComponent component) {
    return Optional.ofNullable(keyOf(component))
        .map(Key::name)
        .filter(name -> !name.isEmpty())
        .orElseGet(() -> component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
  }
}
