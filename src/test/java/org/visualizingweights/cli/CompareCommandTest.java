package org.visualizingweights.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunFolders;

/** Comparing runs from the command line. */
class CompareCommandTest {
  @TempDir Path folder;

  @Test
  void runsAreGivenByTheirFoldersOrTheirExperiments() throws IOException {
    run("a", "2026-11-23T08:00:00Z");
    run("a", "2026-11-23T09:00:00Z");
    RunFolder b = run("b", "2026-11-23T07:00:00Z");
    Path file = folder.resolve("both.html");
    assertThat(compare(folder.resolve("a"), b.path(), "-o", file)).isZero();
    assertThat(Files.readString(file))
        .contains("Comparison of 2 runs", "2026-11-23 09:00:00 UTC", "2026-11-23 07:00:00 UTC")
        .doesNotContain("2026-11-23 08:00:00 UTC");
  }

  @Test
  void theNewestRunIsThatWhichBeganLastWhateverItIsCalled() throws IOException {
    run("a", "2026-11-23T08:00:00Z");
    Path newest = run("a", "2026-11-23T09:00:00Z").path();
    Files.move(newest, newest.resolveSibling("1, renamed"));
    Path file = folder.resolve("newest.html");
    assertThat(compare(folder.resolve("a"), "-o", file)).isZero();
    assertThat(Files.readString(file))
        .contains("2026-11-23 09:00:00 UTC", "a/1, renamed")
        .doesNotContain("2026-11-23 08:00:00 UTC");
  }

  @Test
  void aRunThatIsGivenTwiceIsShownOnce() throws IOException {
    RunFolder run = run("a", "2026-11-23T08:00:00Z");
    Path file = folder.resolve("one.html");
    assertThat(
            compare(run.path(), run.path().resolve("../" + run.path().getFileName()), "-o", file))
        .isZero();
    assertThat(Files.readString(file)).doesNotContain("Comparison");
  }

  @Test
  void whatIsNoRunIsRefused() throws IOException {
    run("a", "2026-11-23T08:00:00Z");
    Path file = folder.resolve("none.html");
    assertThat(compare(folder.resolve("a"), folder.resolve("nothing"), "-o", file)).isEqualTo(2);
    assertThat(compare(folder, "-o", file)).isEqualTo(2);
    assertThat(compare("-o", file)).isEqualTo(2);
    assertThat(file).doesNotExist();
  }

  @Test
  void aComparisonTakesThePlaceOfOneAndOfNoOtherFile() throws IOException {
    RunFolder run = run("a", "2026-11-23T08:00:00Z");
    Path file = folder.resolve("my.html");
    Files.writeString(file, "<!doctype html><title>My own page</title>");

    assertThat(compare(run.path(), "-o", file)).isEqualTo(2);
    assertThat(Files.readString(file)).contains("My own page");

    Files.delete(file);
    assertThat(compare(run.path(), "-o", file)).isZero();
    RunFolder other = run("b", "2026-11-23T07:00:00Z");
    assertThat(compare(run.path(), other.path(), "-o", file)).isZero();
    assertThat(Files.readString(file)).contains("Comparison of 2 runs");
  }

  @Test
  void aComparisonLiesAmongTheRunsUnlessAnotherFileIsNamed() throws IOException {
    RunFolder run = run("a", "2026-11-23T08:00:00Z");
    Path runs = folder.resolve("elsewhere/runs");
    String before = System.getProperty("runs.directory");
    System.setProperty("runs.directory", runs.toString());
    try {
      assertThat(compare(run.path())).isZero();
    } finally {
      if (before == null) {
        System.clearProperty("runs.directory");
      } else {
        System.setProperty("runs.directory", before);
      }
    }
    assertThat(runs.resolve("comparison.html")).content().contains("2026-11-23 08:00:00 UTC");
    assertThat(Path.of("comparison.html")).doesNotExist();
  }

  private static int compare(Object... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "compare";
    for (int i = 0; i < arguments.length; i++) {
      all[i + 1] = arguments[i].toString();
    }
    return Main.commandLine().setErr(new PrintWriter(new StringWriter())).execute(all);
  }

  private RunFolder run(String experiment, String start) {
    return RunFolders.create(folder, experiment, Instant.parse(start));
  }
}
