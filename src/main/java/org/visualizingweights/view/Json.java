package org.visualizingweights.view;

import java.io.OutputStream;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How everything here becomes JSON: numbers that are not finite as text, times as ISO 8601. */
final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .enumNamingStrategy(EnumNamingStrategies.LOWER_CAMEL_CASE)
          .build();

  private Json() {}

  /** A constant as it is written in JSON. */
  static String name(Enum<?> constant) {
    return MAPPER.convertValue(constant, String.class);
  }

  /** A body that is one value. */
  static Answer.Body of(Object value) {
    return out -> MAPPER.writeValue(out, value);
  }

  /** Something that writes itself piece by piece. */
  interface Streamed {
    void writeTo(JsonGenerator json);
  }

  /** A body that is never in memory as a whole. */
  static Answer.Body of(Streamed value) {
    return out -> stream(out, value);
  }

  private static void stream(OutputStream out, Streamed value) {
    try (JsonGenerator json = MAPPER.createGenerator(out)) {
      value.writeTo(json);
    }
  }

  /** An array of whole numbers. */
  static <T> void counts(JsonGenerator json, String name, List<T> things, ToLongFunction<T> count) {
    json.writePOJOProperty(name, things.stream().mapToLong(count).toArray());
  }

  /** An array of numbers, rounded to the seven digits of a float, as activations have them. */
  static <T> void reals(JsonGenerator json, String name, List<T> things, ToDoubleFunction<T> real) {
    json.writeName(name);
    json.writeStartArray();
    for (T thing : things) {
      real(json, real.applyAsDouble(thing));
    }
    json.writeEndArray();
  }

  /** Whole numbers without a fraction; what only a double can hold stays one. */
  private static void real(JsonGenerator json, double value) {
    float rounded = (float) value;
    if (rounded == Math.rint(rounded) && Math.abs(rounded) < 1e7) {
      json.writeNumber((int) rounded);
    } else if (Float.isInfinite(rounded) && Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNumber(rounded);
    }
  }
}
