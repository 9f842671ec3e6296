package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of a run, read as anybody may read it. */
record WatchedRun(Path folder) {
  private static final Pattern TEXT = Pattern.compile(">([^<>]+)</text>");

  /** The last that was begun under a name. */
  static WatchedRun newest(Path runs, String name) {
    return new WatchedRun(list(runs.resolve(name)).max(Comparator.naturalOrder()).orElseThrow());
  }

  /** Finished, with all files that belong to it. */
  void assertThatItIsWhole() {
    assertThat(read("manifest.json")).contains("\"status\" : \"finished\"", "\"made\" : true");
    assertThat(read("network.json")).contains("\"activationFn\"");
    assertThat(folder.resolve("storage.db")).isNotEmptyFile();
    assertThat(read("report.html"))
        .contains(folder.getParent().getFileName().toString())
        .contains("</html>");
    assertThat(list(folder.resolve("charts")))
        .extracting(chart -> chart.getFileName().toString())
        .contains("strips.svg", "strips.png", "magnitudes.svg", "moments.svg", "losses.svg");
  }

  /** The texts of the chart of strips, of which each has the name of its layer. */
  List<String> strips() {
    return TEXT.matcher(read("charts/strips.svg")).results().map(text -> text.group(1)).toList();
  }

  /** How many its metrics have; of a run without any there is no such file. */
  long epochs() {
    return Files.exists(folder.resolve("metrics.csv"))
        ? read("metrics.csv").lines().skip(1).count()
        : 0;
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
