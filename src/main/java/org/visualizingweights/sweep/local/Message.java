package org.visualizingweights.sweep.local;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line between the process of a sweep and one that executes its runs: JSON behind a control
 * character, as whatever else a program prints goes the same way.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "message")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Message.Begin.class, name = "begin"),
  @JsonSubTypes.Type(value = Message.Alive.class, name = "alive"),
  @JsonSubTypes.Type(value = Message.Ended.class, name = "ended")
})
public sealed interface Message {

  /**
   * Asks for a run.
   *
   * @param experiment its file, with every key
   * @param folder of the run
   * @param values that its manifest is to name
   */
  record Begin(String experiment, String folder, Map<String, String> values) implements Message {}

  /**
   * Says that a run goes on.
   *
   * @param steps done
   * @param planned of the whole run
   */
  record Alive(int steps, int planned) implements Message {}

  /**
   * Says that nothing is written to a run's folder any more, and that the next may come.
   *
   * @param problem why the run could not be done, if so
   */
  record Ended(Optional<String> problem) implements Message {}

  /** The line, without its end. */
  default String line() {
    return Wire.MARK + Wire.MAPPER.writerFor(Message.class).writeValueAsString(this);
  }

  /** The message of a line; empty where it has none, or was cut off. */
  static Optional<Message> of(String line) {
    if (!line.startsWith(Wire.MARK)) {
      return Optional.empty();
    }
    try {
      String json = line.substring(Wire.MARK.length());
      return Optional.of(Wire.MAPPER.readValue(json, Message.class));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** How messages are written. */
  final class Wire {
    private static final String MARK = "\u001e"; // begins no text
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Wire() {}
  }
}
