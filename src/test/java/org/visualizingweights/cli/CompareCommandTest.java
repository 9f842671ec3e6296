package org.visualizingweights.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunFolders;
import org.visualizingweights.sweep.plan.SweepFolder;
import org.visualizingweights.sweep.plan.SweepFolders;

/** Comparing runs from the command line. */
class CompareCommandTest {
  @TempDir Path folder;

  private final StringWriter said = new StringWriter();

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

  private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  @Test
  void theRunsOfASweepAreCalledByWhatVaries() throws IOException {
    SweepFolder sweep = SweepFolders.create(folder, "rates", START, 2, 2);
    SweepFolders.finish(sweep, 1, 2, 3, 4);
    Path file = folder.resolve("sweep.html");

    assertThat(compare(sweep.path(), "-o", file)).isZero();
    assertThat(rows(file)).containsExactly("lr 1", "seed 1", "seed 2", "lr 2", "seed 1", "seed 2");
    assertThat(Files.readString(file))
        .contains("<h1>rates, sweep of 2026-11-23 08:00:00 UTC</h1>", "Which?", "lr 2, seed 1<")
        .doesNotContain("Runs that are not shown", "not begun");
  }

  @Test
  void theFolderOfASweepsNameStandsForItsNewest() throws IOException {
    SweepFolders.finish(SweepFolders.create(folder, "rates", START, 1, 1), 1);
    SweepFolders.finish(SweepFolders.create(folder, "rates", START.plusSeconds(3600), 1, 1), 1);
    Path file = folder.resolve("sweep.html");

    assertThat(compare(folder.resolve("rates"), "-o", file)).isZero();
    assertThat(Files.readString(file))
        .contains("rates, sweep of 2026-11-23 09:00:00 UTC")
        .doesNotContain("08:00:00");
  }

  @Test
  void aRunThatIsNewerThanTheSweepsBesideItIsMeant() throws IOException {
    SweepFolders.finish(SweepFolders.create(folder, "rates", START, 1, 1), 1);
    run("rates", "2026-11-23T09:00:00Z");
    Path file = folder.resolve("run.html");

    assertThat(compare(folder.resolve("rates"), "-o", file)).isZero();
    assertThat(Files.readString(file)).contains("09:00:00 UTC").doesNotContain("sweep of");
  }

  @Test
  void whatHasNoRoomIsSaidOnThePageAndOnTheConsole() throws IOException {
    SweepFolder sweep = SweepFolders.create(folder, "rates", START, 5, 3);
    SweepFolders.finish(sweep, IntStream.rangeClosed(1, 14).toArray());
    Path file = folder.resolve("sweep.html");

    assertThat(compare(sweep.path(), "-o", file)).isZero();
    assertThat(rows(file)).hasSize(15).doesNotContain("seed 3");
    assertThat(Files.readString(file))
        .contains("10 of 14 runs are shown", "Runs that are not shown (4)", "03-lr=1,seed=3")
        .contains("1 run has not begun.");
    assertThat(said.toString())
        .contains(": 10 runs", "10 of 14 runs are shown", "1 run has not begun.")
        .contains(sweep.path().resolve("03-lr=1,seed=3").toString());
  }

  @Test
  void ofMoreCombinationsThanThereIsRoomForSomeAreShown() throws IOException {
    SweepFolder sweep = SweepFolders.create(folder, "rates", START, 23, 2);
    SweepFolders.finish(sweep, IntStream.rangeClosed(1, 46).toArray());
    Path file = folder.resolve("sweep.html");

    assertThat(compare(sweep.path(), "-o", file)).isZero();
    assertThat(rows(file))
        .hasSize(24)
        .contains("lr 1", "lr 3", "lr 5", "lr 23")
        .doesNotContain("lr 2", "seed 2");
    assertThat(Files.readString(file))
        .contains("12 of 46 runs are shown: one run each of 12 combinations, evenly over the 23");
  }

  @Test
  void oneRunOfASweepIsCalledByWhatVaries() throws IOException {
    SweepFolder sweep = SweepFolders.create(folder, "rates", START, 2, 2);
    SweepFolders.finish(sweep, 1, 4);
    Path file = folder.resolve("two.html");
    Path first = sweep.path().resolve("01-lr=1,seed=1");
    Path last = sweep.path().resolve("04-lr=2,seed=2");

    assertThat(compare(last, first, "-o", file)).isZero();
    assertThat(rows(file)).containsExactly("lr 2", "seed 2", "lr 1", "seed 1");
  }

  @Test
  void besideOthersASweepHasItsName() throws IOException {
    SweepFolder sweep = SweepFolders.create(folder, "rates", START, 1, 2);
    SweepFolders.finish(sweep, 1, 2);
    RunFolder other = run("a", "2026-11-23T07:00:00Z");
    Path file = folder.resolve("both.html");

    assertThat(compare(sweep.path(), other.path(), "-o", file)).isZero();
    assertThat(rows(file)).containsExactly("rates: lr 1", "seed 1", "seed 2", "other runs", "a");
    assertThat(Files.readString(file)).contains("Comparison of 3 runs", "07:00:00 UTC");
  }

  @Test
  void aRunThatCannotBeReadIsNoReasonNotToShowTheOthers() throws IOException {
    SweepFolder sweep = SweepFolders.create(folder, "rates", START, 1, 2);
    SweepFolders.finish(sweep, 1, 2);
    Files.writeString(sweep.path().resolve("02-lr=1,seed=2/manifest.json"), "{");
    Path file = folder.resolve("sweep.html");

    assertThat(compare(sweep.path(), "-o", file)).isZero();
    assertThat(rows(file)).containsExactly("lr 1", "seed 1");
    assertThat(Files.readString(file)).contains("02-lr=1,seed=2 cannot be read.");
  }

  @Test
  void aSweepOfWhichNoRunHasBegunIsRefused() {
    SweepFolder sweep = SweepFolders.create(folder, "rates", START, 1, 2);
    Path file = folder.resolve("sweep.html");

    assertThat(compare(sweep.path(), "-o", file)).isEqualTo(3);
    assertThat(file).doesNotExist();
  }

  /** The headings and names of runs in the first table. */
  private static List<String> rows(Path file) throws IOException {
    String html = Files.readString(file);
    String table = html.substring(html.indexOf("<tbody>"), html.indexOf("</table>"));
    return Pattern.compile("<th [^>]*><bdi>([^<]*)</bdi>")
        .matcher(table)
        .results()
        .map(row -> row.group(1))
        .toList();
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

  private int compare(Object... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "compare";
    for (int i = 0; i < arguments.length; i++) {
      all[i + 1] = arguments[i].toString();
    }
    return Main.commandLine()
        .setErr(new PrintWriter(new StringWriter()))
        .setOut(new PrintWriter(said, true))
        .execute(all);
  }

  private RunFolder run(String experiment, String start) {
    return RunFolders.create(folder, experiment, Instant.parse(start));
  }
}
