package org.visualizingweights.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.visualizingweights.experiment.Node.Entry;
import org.visualizingweights.experiment.Node.Mapping;
import org.visualizingweights.experiment.Node.Scalar;
import org.visualizingweights.experiment.Node.Scalar.Type;

/** Keys that are set on the command line. */
final class Overrides {
  private static final Pattern KEY = Pattern.compile("[\\w-]+(\\.[\\w-]+)*");
  private static final String STRUCTURE = "[{\"'";

  private Overrides() {}

  /**
   * Reads {@code key=value,key=value}. A value is a word, a number, or YAML in brackets, braces or
   * quotes; a key may have dots.
   */
  static Mapping parse(String settings, Mistakes mistakes) {
    Mapping all = new Mapping(Location.of("-Dset"), Map.of());
    for (String setting : split(settings)) {
      int equals = setting.indexOf('=');
      String key = setting.substring(0, Math.max(equals, 0)).strip();
      String value = setting.substring(equals + 1).strip();
      Location location = Location.of("-Dset=" + setting);
      if (!KEY.matcher(key).matches() || value.isEmpty()) {
        mistakes.add(location, "found no key and value, allowed is key=value,key=value");
      } else {
        all = all.with(nested(key, value(value, location)));
      }
    }
    return all;
  }

  /** The settings as they were written, by their keys. */
  static Map<String, String> texts(String settings) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String setting : split(settings)) {
      int equals = setting.indexOf('=');
      texts.put(setting.substring(0, equals).strip(), setting.substring(equals + 1).strip());
    }
    return texts;
  }

  /** A value below its dotted key. */
  static Mapping nested(String key, Node value) {
    int dot = key.indexOf('.');
    String first = dot < 0 ? key : key.substring(0, dot);
    Node below = dot < 0 ? value : nested(key.substring(dot + 1), value);
    return new Mapping(value.location(), Map.of(first, new Entry(value.location(), below)));
  }

  /** A value of the command line; all of it has the location of its setting. */
  static Node value(String text, Location location) {
    Node plain = new Scalar(location, Type.TEXT, text);
    Mistakes form = new Mistakes();
    Node read = Yaml.read("", text, form).orElse(plain);
    boolean isStructure = !text.isEmpty() && STRUCTURE.indexOf(text.charAt(0)) >= 0;
    boolean isWord = read instanceof Scalar scalar && scalar.type() != Type.TEXT;
    // Any other text is taken as it is, though YAML might see more in it.
    return form.none() && (isStructure || isWord) ? located(read, location) : plain;
  }

  private static Node located(Node node, Location location) {
    if (node instanceof Scalar scalar) {
      return new Scalar(location, scalar.type(), scalar.text());
    }
    if (node instanceof Node.Sequence list) {
      return new Node.Sequence(
          location, list.items().stream().map(item -> located(item, location)).toList());
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    ((Mapping) node)
        .entries()
        .forEach(
            (key, entry) ->
                entries.put(key, new Entry(location, located(entry.value(), location))));
    return new Mapping(location, entries);
  }

  /** Splits at the commas that are in no bracket and no quotes. */
  private static List<String> split(String settings) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    int depth = 0;
    char quote = 0;
    for (char c : settings.toCharArray()) {
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'' && part.toString().endsWith("=")) {
        quote = c;
      } else {
        depth += "[{".indexOf(c) >= 0 ? 1 : "]}".indexOf(c) >= 0 ? -1 : 0;
      }
      if (c == ',' && depth == 0 && quote == 0) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts.stream().map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
