package org.visualizingweights.experiment;

import java.lang.reflect.RecordComponent;
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
 * @param layout of their components
 * @param described in the order of the components, by their paths; sections stand before what is
 *     below them
 */
record Keys<R extends Record>(
    Class<R> type, RecordLayout layout, Map<String, DescribedKey> described) {

  /**
   * A key.
   *
   * @param path with the keys above it: {@code capture.every}
   * @param components that hold its value: one, or the two of a pair
   * @param range of the value, or of each of a pair
   * @param isSection whether it has no value, but keys below it
   */
  record DescribedKey(
      String path, List<RecordComponent> components, Range range, boolean isSection) {

    private static DescribedKey of(String path, RecordComponent component) {
      return new DescribedKey(
          path,
          List.of(component),
          Range.of(keyOf(component)),
          isRecordOfKeys(component.getType()));
    }

    private DescribedKey and(DescribedKey second) {
      List<RecordComponent> both =
          Stream.of(this, second).flatMap(d -> d.components.stream()).toList();
      return new DescribedKey(path, both, range, isSection);
    }

    /** What it means. */
    String sentence() {
      return components.stream().map(c -> keyOf(c).value()).collect(Collectors.joining(" "));
    }

    /** Of the value, or of each of a pair. */
    Class<?> type() {
      return components.get(0).getType();
    }

    boolean isPair() {
      return components.size() == 2;
    }
  }

  static <R extends Record> Keys<R> of(Class<R> type) {
    Map<String, DescribedKey> described = new LinkedHashMap<>();
    describe(type, "", described);
    return new Keys<>(type, RecordLayout.of(type, ""), Collections.unmodifiableMap(described));
  }

  private static void describe(Class<?> type, String prefix, Map<String, DescribedKey> described) {
    for (RecordComponent component : type.getRecordComponents()) {
      String path = prefix + nameOf(component);
      if (component.isAnnotationPresent(Key.class)) {
        described.merge(path, DescribedKey.of(path, component), DescribedKey::and);
      }
      if (isRecordOfKeys(component.getType())) {
        describe(component.getType(), below(prefix, component), described);
      }
    }
  }

  /** The record with these values, by the paths of their keys. */
  R record(Map<String, Object> values) {
    return type.cast(layout.record(values));
  }

  /** The values of a record, by the paths of their keys. */
  Map<String, Object> values(R record) {
    Map<String, Object> values = new LinkedHashMap<>();
    layout.add(record, values);
    return values;
  }

  static boolean isRecordOfKeys(Class<?> type) {
    return type.isRecord()
        && Stream.of(type.getRecordComponents()).anyMatch(c -> c.isAnnotationPresent(Key.class));
  }

  static String below(String prefix, RecordComponent section) {
    return section.isAnnotationPresent(Key.class) ? prefix + nameOf(section) + "." : prefix;
  }

  private static Key keyOf(RecordComponent component) {
    return component.getAnnotation(Key.class);
  }

  static String nameOf(RecordComponent component) {
    return Optional.ofNullable(keyOf(component))
        .map(Key::name)
        .filter(name -> !name.isEmpty())
        .orElseGet(() -> component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
  }
}
