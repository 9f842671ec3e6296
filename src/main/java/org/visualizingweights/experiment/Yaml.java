package org.visualizingweights.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.visualizingweights.experiment.Node.Entry;
import org.visualizingweights.experiment.Node.Mapping;
import org.visualizingweights.experiment.Node.Scalar;
import org.visualizingweights.experiment.Node.Scalar.Type;
import org.visualizingweights.experiment.Node.Sequence;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads one YAML document as nodes that know their locations.
 *
 * <p>Aliases are refused, so a few lines can never become gigabytes.
 */
final class Yaml {
  private static final int DEEPEST = 16;

  // Duplicate keys are found here rather than by the parser, which would stop at the first.
  private static final YAMLFactory FACTORY =
      YAMLFactory.builder()
          .loadSettings(
              LoadSettings.builder()
                  .setSchema(new CoreSchema())
                  .setAllowDuplicateKeys(true)
                  .build())
          .build();

  private final String source;
  private final YAMLParser parser;
  private final Mistakes mistakes;

  private Yaml(String source, YAMLParser parser, Mistakes mistakes) {
    this.source = source;
    this.parser = parser;
    this.mistakes = mistakes;
  }

  /**
   * Reads a text.
   *
   * @param source what messages call it
   * @return empty where the text has no value, or is not YAML, which is then a mistake
   */
  static Optional<Node> read(String source, String text, Mistakes mistakes) {
    try (YAMLParser parser = (YAMLParser) FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return new Yaml(source, parser, mistakes).document();
    } catch (Refused e) {
      mistakes.add(e.location, e.getMessage());
    } catch (JacksonException e) {
      mistakes.add(placeOf(source, e), "not YAML: " + problem(e));
    }
    return Optional.empty();
  }

  private Optional<Node> document() {
    if (parser.nextToken() == null) {
      return Optional.empty();
    }
    Node root = node(0);
    if (parser.nextToken() != null) {
      mistakes.add(location(), "a second document; a file holds only one");
    }
    return Optional.of(root);
  }

  private Node node(int depth) {
    if (parser.isCurrentAlias()) {
      throw new Refused(
          location(),
          "an alias (*name) is not understood here; write the value itself, or a wildcard in quotes");
    }
    if (depth > DEEPEST) {
      throw new Refused(location(), "nested deeper than " + DEEPEST + " levels");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(depth);
      case START_ARRAY -> sequence(depth);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(Type.NUMBER);
      case VALUE_TRUE, VALUE_FALSE -> scalar(Type.BOOLEAN);
      case VALUE_NULL -> scalar(Type.NOTHING);
      default -> scalar(Type.TEXT);
    };
  }

  private Node scalar(Type type) {
    return new Scalar(location(), type, parser.getString());
  }

  private Node sequence(int depth) {
    Location location = location();
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(depth + 1));
    }
    return new Sequence(location, items);
  }

  private Node mapping(int depth) {
    Location location = location();
    Map<String, Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Location keyLocation = location();
      parser.nextToken();
      Entry first = entries.putIfAbsent(key, new Entry(keyLocation, node(depth + 1)));
      if (first != null) {
        mistakes.add(keyLocation, key, "given twice, first in line " + first.location().line());
      }
    }
    return new Mapping(location, entries);
  }

  private Location location() {
    return placeOf(source, parser.currentTokenLocation());
  }

  private static Location placeOf(String source, JacksonException e) {
    return e.getCause() instanceof MarkedYamlEngineException marked
        ? marked
            .getProblemMark()
            .map(mark -> new Location(source, mark.getLine() + 1, mark.getColumn() + 1))
            .orElse(Location.of(source))
        : placeOf(source, e.getLocation());
  }

  private static Location placeOf(String source, TokenStreamLocation location) {
    return location == null || location.getLineNr() < 1
        ? Location.of(source)
        : new Location(source, location.getLineNr(), location.getColumnNr());
  }

  private static String problem(JacksonException e) {
    if (e.getOriginalMessage().startsWith("Expected a property name")) {
      return "a key must be a plain text";
    }
    String problem =
        e.getCause() instanceof MarkedYamlEngineException marked
            ? marked.getProblem()
            : e.getOriginalMessage();
    return problem.lines().findFirst().orElse("");
  }

  /** Ends the reading at once: what follows may be thousands more of the same. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Location location;

    Refused(Location location, String message) {
      super(message);
      this.location = location;
    }
  }
}
