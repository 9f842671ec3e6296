package org.visualizingweights.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.visualizingweights.experiment.Keys.DescribedKey;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What editors and people are told of the keys is what the keys say of themselves. To write it
 * anew: {@code mvn test -Dtest=DescriptionsTest -Ddescribe=true}.
 */
class DescriptionsTest {
  private static final Path DEFAULTS = Path.of("config/defaults.yaml");
  private static final Path README = Path.of("README.md");
  private static final Pattern TABLE =
      Pattern.compile("(?m)^\\| key \\| default \\|.*\n(\\|.*\n)*");
  private static final Pattern LINE = Pattern.compile("( *)([\\w-]+):( [^#]*)?(#.*)?");
  private static final int COMMENTS = 23;
  private static final int WIDTH = 105;

  @Test
  void theSchemaIsThatOfTheKeys() throws IOException {
    String schema = new KeySchema(new YAMLMapper().readTree(DEFAULTS)).json();
    assertDescribes(Path.of("config/experiment.schema.json"), schema);
  }

  @Test
  void theReadmesTableHasEveryKey() throws IOException {
    String readme = Files.readString(README);
    assertThat(TABLE.matcher(readme).results()).hasSize(1);
    assertDescribes(README, TABLE.matcher(readme).replaceFirst(Matcher.quoteReplacement(table())));
  }

  @Test
  void theDefaultsSayWhatEachKeyMeans() throws IOException {
    assertDescribes(DEFAULTS, commented());
  }

  private static void assertDescribes(Path file, String described) throws IOException {
    if (Boolean.getBoolean("describe")) {
      Files.writeString(file, described);
    }
    assertThat(Files.readString(file)).isEqualTo(described);
  }

  private static Stream<DescribedKey> keys() {
    return SweepKeys.OF_A_FILE.described().values().stream();
  }

  private static String table() throws IOException {
    Map<String, String> defaults = defaults();
    StringBuilder table =
        new StringBuilder("| key | default | allowed | meaning |\n| --- | --- | --- | --- |\n");
    keys()
        .filter(key -> !key.isSection())
        .forEach(
            key ->
                table.append(
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(
                            key.path(),
                            inMarkdown(defaults.getOrDefault(key.path(), "")),
                            allowed(key),
                            key.sentence())));
    return table.toString().replace("|  |", "| |").replace("|  |", "| |");
  }

  private static String inMarkdown(String value) {
    return value.isEmpty() || value.matches("[\\d.e-]+") ? value : "`" + value + "`";
  }

  /** What messages say, where the sentence does not. */
  private static String allowed(DescribedKey key) {
    Range range = key.range();
    if (key.type() == boolean.class) {
      return "`true` or `false`";
    } else if (key.type() == int.class) {
      return Value.words((int) range.least(), (int) range.most());
    } else if (key.type() == OptionalInt.class) {
      return "`none`, or " + Value.words((int) range.least(), (int) range.most());
    } else if (key.isPair()) {
      return "two numbers" + range.bounds();
    } else if (key.type() == double.class) {
      return range.words();
    }
    return "";
  }

  /** As they are written, by the paths of their keys. */
  private static Map<String, String> defaults() throws IOException {
    Map<String, String> defaults = new LinkedHashMap<>();
    String section = "";
    for (String line : Files.readAllLines(DEFAULTS)) {
      Matcher key = LINE.matcher(line);
      if (key.matches()) {
        section = key.group(1).isEmpty() ? key.group(2) + "." : section;
        String path = key.group(1).isEmpty() ? key.group(2) : section + key.group(2);
        defaults.put(path, key.group(3) == null ? "" : key.group(3).strip());
      }
    }
    return defaults;
  }

  /** The defaults, commented anew; blank lines and lines of nothing but a comment stay. */
  private static String commented() throws IOException {
    Map<String, String> defaults = defaults();
    List<String> lines = new ArrayList<>();
    String section = "";
    for (String line : Files.readAllLines(DEFAULTS)) {
      Matcher key = LINE.matcher(line);
      if (key.matches()) {
        section = key.group(1).isEmpty() ? "" : section;
        String path = section + key.group(2);
        DescribedKey described = SweepKeys.OF_A_FILE.described().get(path);
        assertThat(described).as(path).isNotNull();
        section = described.isSection() ? path + "." : section;
        String left = key.group(1) + key.group(2) + ": " + defaults.get(path);
        lines.addAll(commented(left.stripTrailing(), " ", described));
      } else if (line.startsWith("#   ")) {
        continue;
      } else if (!line.matches(" +#.*")) {
        lines.add(line);
      }
      if (line.endsWith("each file says them:")) {
        keys()
            .filter(required -> !defaults.containsKey(required.path()))
            .forEach(required -> lines.addAll(commented("#   " + required.path(), "#", required)));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static List<String> commented(String left, String margin, DescribedKey key) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(padded(left) + "#");
    for (String word : told(key).split(" ")) {
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(padded(margin) + "#");
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String told(DescribedKey key) {
    boolean isBounded = key.type() == int.class && key.range().most() < Integer.MAX_VALUE;
    String bounds = " (%s to %s)".formatted((int) key.range().least(), (int) key.range().most());
    return key.sentence().replace("`", "") + (isBounded ? bounds : "");
  }

  private static String padded(String left) {
    return left + " ".repeat(Math.max(1, COMMENTS - left.length()));
  }
}
