package org.visualizingweights.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.visualizingweights.experiment.SmallestExperiment.SMALLEST;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the page about sweeps are sweeps, of as many runs as it says. */
class SweepsDocumentTest {
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");
  @TempDir Path folder;

  private int runs(String example, String overrides) {
    try {
      Files.writeString(
          folder.resolve("x.yaml"),
          example.startsWith("description:") ? example : SMALLEST + example);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return SmallestExperiment.experimentsIn(folder).plan("x", overrides).runs().size();
  }

  @Test
  void everyExampleHasAsManyRunsAsThePageSays() throws IOException {
    String section = Files.readString(Path.of("src/docs/sweeps.md"));
    List<String> examples =
        EXAMPLE
            .matcher(section.substring(section.indexOf("## The file")))
            .results()
            .map((MatchResult found) -> found.group(1))
            .limit(4)
            .toList();
    assertThat(examples.stream().map(example -> runs(example, ""))).containsExactly(70, 4, 4, 20);
  }

  @Test
  void soHaveItsOverrides() throws IOException {
    String page = Files.readString(Path.of("src/docs/sweeps.md"));
    List<String> overrides =
        Pattern.compile("(?m)^\\| `-Dset='?(.*?)'?` \\|")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(overrides.stream().map(set -> runs("", set))).containsExactly(5, 2, 2, 1);
  }
}
