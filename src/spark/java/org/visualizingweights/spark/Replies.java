package org.visualizingweights.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the program is told: objects of JSON with one member each, a line each. */
final class Replies {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PrintStream out;
  private boolean hasFailed;

  private Replies(PrintStream out) {
    this.out = out;
  }

  /** Takes the standard output for itself; what anybody else prints goes to the standard error. */
  static Replies takeStandardOutput() {
    System.setOut(System.err);
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    return new Replies(new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  /**
   * Runs can be begun.
   *
   * @param host where workers look for the driver
   * @param version of Spark
   * @param page Spark's own, where it has one
   */
  void ready(String host, String version, Optional<String> page) {
    ObjectNode ready = JsonNodeFactory.instance.objectNode();
    ready.put("host", host).put("version", version).put("ui", page.orElse(null));
    say(JsonNodeFactory.instance.objectNode().set("ready", ready));
  }

  /** So many runs can be executed at once. */
  void slots(int number) {
    say(JsonNodeFactory.instance.objectNode().put("slots", number));
  }

  /** Something takes long; it is waited for. */
  void waits(String sentence) {
    say(JsonNodeFactory.instance.objectNode().put("waits", sentence));
  }

  /**
   * The job of a run has ended.
   *
   * @param problem why it failed for good, if so
   */
  void over(int run, Optional<String> problem) {
    ObjectNode over = JsonNodeFactory.instance.objectNode().put("run", run);
    problem.ifPresent(sentence -> over.put("problem", sentence));
    say(JsonNodeFactory.instance.objectNode().set("over", over));
  }

  /** Spark cannot be used; nothing is said after that. */
  synchronized void failed(String sentence) {
    say(JsonNodeFactory.instance.objectNode().put("failed", sentence));
    hasFailed = true;
  }

  private synchronized void say(ObjectNode reply) {
    if (!hasFailed) {
      try {
        out.println(MAPPER.writeValueAsString(reply));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("numbers and texts can be written", e);
      }
    }
  }
}
