package org.visualizingweights.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.UserError;

/** What is a run, wherever it lies. */
class RunsTest {
  private static final Instant START = Instant.parse("2026-11-23T10:15:30Z");
  private static final String FIRST = "x/2026-11-23T10-15-30Z";

  @TempDir Path folder;

  private Path run() {
    return run(START);
  }

  private Path run(Instant start) {
    return RunFolders.create(folder, "x", start).path();
  }

  private Path move(Path run, String to) throws IOException {
    Path place = folder.resolve(to);
    Files.createDirectories(place.getParent());
    return Files.move(run, place);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /** What is in the list, after a check that just that can be found by its id. */
  private List<String> ids() {
    Runs runs = new Runs(folder);
    List<Runs.FoundRun> all = runs.all();
    for (Runs.FoundRun run : all) {
      assertThat(runs.find(run.id()).orElseThrow().path()).isEqualTo(run.folder().path());
      assertThat(runs.idOf(run.folder().path())).contains(run.id());
    }
    return all.stream().map(Runs.FoundRun::id).toList();
  }

  private void assertNotFound(String id) {
    assertThat(new Runs(folder).find(id)).as(id).isEmpty();
  }

  @Test
  void aRunIsCalledAfterItsExperimentAndItsStartAtFirst() {
    run();
    assertThat(ids()).containsExactly(FIRST);
  }

  @Test
  void aFolderThatDoesNotExistHasNoRuns() throws IOException {
    assertThat(new Runs(folder.resolve("none")).all()).isEmpty();
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(new Runs(file).all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x/a better name",
        "right inside",
        "good ones/x/2026-11-23T10-15-30Z",
        "good ones/2026/sweep/<seed> #1 \u05d0"
      })
  void aRunThatWasRenamedOrMovedIsFoundUnderItsNewNameOnly(String name) throws IOException {
    Path run = move(run(), name);
    assertThat(ids()).containsExactly(name);
    assertNotFound(FIRST);
    assertThat(new Runs(folder).find(name).orElseThrow().manifest().started()).isEqualTo(START);
    assertThat(Runs.otherName(name, RunFolder.open(run).manifest())).contains(name);
  }

  @Test
  void whatARunIsCalledAtFirstIsNoNameOfItsOwn() {
    run();
    Path second = run();
    Manifest manifest = RunFolder.open(second).manifest();
    assertThat(ids()).containsExactlyInAnyOrder(FIRST, FIRST + "-2");
    assertThat(Runs.otherName(FIRST, manifest)).isEmpty();
    assertThat(Runs.otherName(FIRST + "-2", manifest)).isEmpty();
    assertThat(Runs.otherName(FIRST + " (2)", manifest)).contains(FIRST + " (2)");
  }

  @Test
  void aCopyIsARunOfItsOwn() throws IOException {
    copy(run(), folder.resolve("copies/of the first"));
    assertThat(ids()).containsExactlyInAnyOrder(FIRST, "copies/of the first");
  }

  @Test
  void nothingIsFoundInsideOfARun() throws IOException {
    Path run = run();
    copy(run, run.resolve("checkpoints/inner"));
    copy(run, run.resolve("inner"));
    assertThat(ids()).containsExactly(FIRST);
    assertNotFound(FIRST + "/inner");
    assertNotFound(FIRST + "/checkpoints/inner");
    assertThat(new Runs(folder).idOf(run.resolve("inner"))).isEmpty();
  }

  @Test
  void theFolderOfAllIsNoRunWhateverIsInIt() throws IOException {
    run();
    Files.writeString(folder.resolve("manifest.json"), "{\"name\": \"a web page\"}");
    assertThat(ids()).containsExactly(FIRST);
    assertThat(new Runs(folder).idOf(folder)).isEmpty();
  }

  /** Four, as is written down. */
  @Test
  void runsAreFoundFourLevelsDeepAndNoFurther() throws IOException {
    Path run = run();
    copy(run, folder.resolve("1/2/3/4"));
    copy(run, folder.resolve("1/2/3/three/5"));
    assertThat(ids()).containsExactlyInAnyOrder(FIRST, "1/2/3/4");
    assertNotFound("1/2/3/three/5");
    assertThat(new Runs(folder).idOf(folder.resolve("1/2/3/three/5"))).isEmpty();
    assertThat(Runs.DEPTH).isEqualTo(4);
  }

  @Test
  void aRunOfWhichLittleIsLeftIsFoundAllTheSame() throws IOException {
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Files.writeString(broken.resolve("manifest.json"), "{\"status\": ");
    Path bare = Files.createDirectories(folder.resolve("bare/2026-11-23T10-15-30Z"));
    Files.createFile(bare.resolve("storage.db"));
    Files.createDirectories(folder.resolve("neither/manifest.json/storage.db"));
    assertThat(ids()).containsExactlyInAnyOrder("broken", "bare/2026-11-23T10-15-30Z");
    assertThat(new RunFolder(broken).started()).isEmpty();
    assertThat(new RunFolder(bare).started()).contains(START);
  }

  @Test
  void whatIsHiddenIsPassedOver() throws IOException {
    Path run = run();
    copy(run, folder.resolve(".trash/x/2026-11-23T10-15-30Z"));
    copy(run, folder.resolve("x/.2026-11-23T10-15-30Z"));
    assertThat(ids()).containsExactly(FIRST);
    assertNotFound(".trash/" + FIRST);
    assertNotFound("x/.2026-11-23T10-15-30Z");
  }

  @Test
  void whatCannotBeReadIsPassedOver() throws IOException {
    run();
    Path closed = Files.createDirectories(folder.resolve("closed/folder"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Assumptions.assumeFalse(Files.isReadable(closed), "needs a user who may not read everything");
    assertThat(ids()).containsExactly(FIRST);
  }

  @Test
  void aLinkIsFollowedUnlessItLeadsBack(@TempDir Path elsewhere) throws IOException {
    Path run = run();
    copy(run, elsewhere.resolve("far/away"));
    Files.createSymbolicLink(folder.resolve("linked"), elsewhere);
    Files.createSymbolicLink(folder.resolve("x/back"), folder);
    Files.createSymbolicLink(elsewhere.resolve("far/loop"), elsewhere);
    Files.createSymbolicLink(elsewhere.resolve("home"), folder);
    Files.createSymbolicLink(folder.resolve("x/dangling"), folder.resolve("nothing"));
    assertThat(ids()).containsExactlyInAnyOrder(FIRST, "linked/far/away");
  }

  @Test
  void aRunIsKnownByAnyOfItsPaths(@TempDir Path elsewhere) throws IOException {
    Path run = run();
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), folder);
    Path there = elsewhere.resolve("there");
    copy(run, there);
    for (Path runs : List.of(folder, link, folder.resolve("../" + folder.getFileName()))) {
      assertThat(new Runs(runs).idOf(run)).contains(FIRST);
      assertThat(new Runs(runs).idOf(link.resolve(FIRST))).contains(FIRST);
      assertThat(new Runs(runs).idOf(run.resolve("../2026-11-23T10-15-30Z"))).contains(FIRST);
      assertThat(new Runs(runs).idOf(there)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "x",
        "/",
        "../x",
        "x/..",
        "x/../x/2026-11-23T10-15-30Z",
        "./x/2026-11-23T10-15-30Z",
        "/x/2026-11-23T10-15-30Z",
        "x//2026-11-23T10-15-30Z",
        "x/2026-11-23T10-15-30Z/",
        "x/2026-11-23T10-15-30Z/charts",
        "x/\0"
      })
  void noOtherNameLeadsToARun(String id) {
    run();
    assertNotFound(id);
  }

  @Test
  void theNewestComesFirstWhateverItIsCalled() throws IOException {
    move(run(START.plusSeconds(7200)), "a");
    move(run(START.plusSeconds(3600)), "x/z");
    run(START);
    Files.createFile(Files.createDirectories(folder.resolve("undated")).resolve("storage.db"));
    assertThat(new Runs(folder).newestFirst())
        .extracting(Runs.FoundRun::id)
        .containsExactly("a", "x/z", FIRST, "undated");
    assertThat(Runs.resolve(folder).path()).isEqualTo(folder.resolve("a"));
  }

  @Test
  void theFolderOfAnExperimentStandsForItsNewestRunByWhatManifestsSay() throws IOException {
    Path older = run(START);
    for (int i = 2; i <= 10; i++) {
      run(START.plusMillis(100 - i)); // in the same second, so that they are numbered
    }
    move(older, "x/z-old");
    Files.createDirectories(folder.resolve("x/zz"));

    assertThat(Runs.resolve(folder.resolve("x")).path())
        .isEqualTo(folder.resolve("x/2026-11-23T10-15-30Z-2"));
    assertThat(Runs.resolve(folder.resolve("x/z-old")).path()).isEqualTo(folder.resolve("x/z-old"));
    assertThatThrownBy(() -> Runs.resolve(folder.resolve("x/zz")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is not a run's folder");
  }

  @Test
  void thousandsOfRunsAreFoundInASecond() throws IOException {
    for (int i = 0; i < 2000; i++) {
      Path run = folder.resolve("sweep " + i / 1000).resolve("start").resolve("run " + i);
      Files.createFile(Files.createDirectories(run).resolve("manifest.json"));
    }
    Runs runs = new Runs(folder);
    assertThat(runs.all()).hasSize(2000);

    long before = System.nanoTime();
    runs.all();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
  }
}
