package org.visualizingweights.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Records as files of JSON. What a newer version added to them is passed over. */
public final class JsonFile {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enumNamingStrategy(EnumNamingStrategies.LOWER_CAMEL_CASE)
          .build();

  private JsonFile() {}

  /**
   * Writes a file, or replaces it.
   *
   * @throws UserError if it cannot be written
   */
  public static void write(Path file, Record content) {
    byte[] json = MAPPER.writeValueAsBytes(content);
    try {
      WholeFile.write(file, out -> out.write(json));
    } catch (IOException e) {
      throw WholeFile.cannotWrite(file, e);
    }
  }

  /**
   * Reads a file.
   *
   * @param most bytes that it may have
   * @param what it should be, as in "a run's manifest"
   * @throws UserError if it cannot be read, or is something else
   */
  public static <R extends Record> R read(Path file, Class<R> type, int most, String what) {
    try {
      return Optional.ofNullable(MAPPER.readValue(SmallFile.read(file, most, what), type))
          .orElseThrow(() -> isNot(file, what, "it says null"));
    } catch (IOException e) {
      throw UserError.unavailable("Cannot read %s: %s".formatted(file, e), e);
    } catch (JacksonException e) {
      throw isNot(file, what, reason(e));
    }
  }

  /**
   * What is wrong with a text that is no JSON, without where that is, as nobody reads such files.
   */
  static String reason(JacksonException problem) {
    return problem.getOriginalMessage().replaceAll("(?s) ?\\(?(start marker )?at \\[Source.*", "");
  }

  private static UserError isNot(Path file, String what, String why) {
    return UserError.unavailable("%s is not %s: %s".formatted(file, what, why));
  }
}
