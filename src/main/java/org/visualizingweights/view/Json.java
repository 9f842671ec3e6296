package org.visualizingweights.view;

import java.io.OutputStream;
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
}
