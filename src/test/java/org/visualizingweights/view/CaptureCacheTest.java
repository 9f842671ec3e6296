package org.visualizingweights.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.activations.Step;
import org.visualizingweights.storage.RunStorage;

/** A storage that is looked at again and again, while it changes. */
class CaptureCacheTest {
  private static final CaptureSettings SETTINGS = SampleRun.SETTINGS;

  @TempDir Path folder;
  private Path file;
  private CaptureCache captures;

  @BeforeEach
  void nothingIsThere() {
    file = folder.resolve("storage.db");
    captures = new CaptureCache(file);
  }

  @Test
  void aWholeRunIsShownInTheFinestColumnsThatFit() {
    write(0, 100);
    CaptureCache.Excerpt excerpt = captures.columns(request(0, 99, 60));
    assertThat(excerpt.viewport()).isEqualTo(new Viewport(0, 99, 2));
    assertThat(starts(excerpt)).isEqualTo(IntStream.range(0, 50).map(i -> 2 * i).boxed().toList());
    assertThat(sums(excerpt)).isEqualTo(sums(SampleRun.steps(SETTINGS, 0, 100)));
  }

  @Test
  void aColumnIsAlwaysWhole() {
    write(0, 100);
    CaptureCache.Excerpt excerpt = captures.columns(request(5, 10, 2));
    assertThat(starts(excerpt)).containsExactly(4, 8);
    assertThat(sums(excerpt)).isEqualTo(sums(SampleRun.steps(SETTINGS, 4, 12)));
  }

  @Test
  void whatIsNotCapturedIsNoColumn() {
    write(10, 20);
    assertThat(starts(captures.columns(request(0, 9, 100)))).isEmpty();
    assertThat(starts(captures.columns(request(30, 40, 100)))).isEmpty();
    assertThat(captures.columns(Viewport.Request.ALL).viewport())
        .isEqualTo(new Viewport(10, 19, 1));
  }

  @Test
  void whatIsWrittenMeanwhileIsAddedAtTheEnd() {
    try (RunStorage storage = RunStorage.open(file, "session")) {
      CaptureWriter captures = new CaptureWriter(storage, SETTINGS);
      put(storage, 0, 50);
      assertThat(all()).isEqualTo(sums(SampleRun.steps(SETTINGS, 0, 50)));
      put(storage, 50, 51);
      assertThat(all()).isEqualTo(sums(SampleRun.steps(SETTINGS, 0, 51)));
      put(storage, 51, 90);
      assertThat(all()).isEqualTo(sums(SampleRun.steps(SETTINGS, 0, 90)));
    }
  }

  /** Resumed at step 20: steps 20 to 29 are captured again, and are others now. */
  @Test
  void stepsThatAreCapturedAgainReplaceTheFirstOnes() {
    write(0, 40);
    assertThat(all()).isEqualTo(sums(SampleRun.steps(SETTINGS, 0, 40)));
    List<Step> again =
        IntStream.range(20, 30)
            .mapToObj(i -> new Step(i, 1, 0.5, SampleRun.step(SETTINGS, 1000 + i).captures()))
            .toList();
    try (RunStorage storage = RunStorage.open(file, "session")) {
      CaptureWriter captures = new CaptureWriter(storage, SETTINGS);
      again.forEach(captures::put);
    }
    List<Step> expected = SampleRun.steps(SETTINGS, 0, 40);
    again.forEach(step -> expected.set(step.iteration(), step));
    assertThat(all()).isEqualTo(sums(expected));
  }

  /** A watch finds out how often it captures; a page may be open by then. */
  @Test
  void stepsThatWereTooManyAreGone() {
    try (RunStorage storage = RunStorage.open(file, "session")) {
      CaptureWriter captures = new CaptureWriter(storage, SETTINGS);
      put(storage, 0, 20);
      assertThat(all()).isEqualTo(sums(SampleRun.steps(SETTINGS, 0, 20)));
      captures.thin(SETTINGS.every(7));
      captures.put(SampleRun.step(SETTINGS, 21));
    }

    assertThat(starts(captures.columns(Viewport.Request.ALL))).containsExactly(0, 7, 14, 21);
  }

  @Test
  void anotherFileInItsPlaceIsReadAnew() throws Exception {
    write(0, 40);
    all();
    Path other = folder.resolve("other.db");
    try (RunStorage storage = RunStorage.open(other, "session")) {
      CaptureWriter captures = new CaptureWriter(storage, SETTINGS);
      put(storage, 7, 60);
    }
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(all()).isEqualTo(sums(SampleRun.steps(SETTINGS, 7, 60)));
  }

  /** More steps than blocks, so that they are read in parallel, and fine views from the file. */
  @Test
  void aLongRunIsTheSameInBlocksAndInSteps() {
    CaptureSettings settings = new CaptureSettings(List.of("conv1"), 3, 2, 0, 10);
    try (RunStorage storage = RunStorage.open(file, "session")) {
      CaptureWriter captures = new CaptureWriter(storage, settings);
      for (int i = 0; i < 9000; i++) {
        captures.put(SampleRun.step(settings, 3 * i + 1));
      }
    }
    CaptureCache.Excerpt whole = captures.columns(Viewport.Request.ALL);
    assertThat(whole.viewport()).isEqualTo(new Viewport(1, 26998, 32));
    assertThat(whole.columns().list().stream().mapToInt(Column::steps).sum()).isEqualTo(9000);
    assertThat(starts(whole)).isEqualTo(IntStream.range(0, 844).map(i -> 32 * i).boxed().toList());
    Columns fine = captures.columns(request(8000, 8992, 1000)).columns();
    assertThat(fine.per()).isEqualTo(1);
    assertThat(fine.list()).extracting(Column::start).startsWith(8002, 8005, 8008);
    Columns merged = fine.merged(new Viewport(8000, 8991, 32));
    for (Column column : merged.list()) {
      Column same = whole.columns().list().get(column.start() / 32);
      assertThat(column.vertices().get(0).bins()).isEqualTo(same.vertices().get(0).bins());
    }
  }

  @Test
  void whereNothingIsCapturedYetThatIsSaid() {
    write(0, 0);
    assertThatThrownBy(this::all).isInstanceOf(UserError.class).hasMessageContaining("yet");
  }

  @Test
  void aFileThatIsNoStorageIsAnError() throws Exception {
    Files.writeString(file, "x".repeat(5000));
    assertThatThrownBy(this::all).isInstanceOf(UserError.class).hasMessageContaining("storage.db");
    assertThatThrownBy(() -> new CaptureCache(folder.resolve("none")).columns(Viewport.Request.ALL))
        .isInstanceOf(UserError.class);
  }

  private void write(int from, int to) {
    try (RunStorage storage = RunStorage.open(file, "session")) {
      CaptureWriter captures = new CaptureWriter(storage, SETTINGS);
      put(storage, from, to);
    }
  }

  private static void put(RunStorage storage, int from, int to) {
    CaptureWriter captures = new CaptureWriter(storage, SETTINGS);
    SampleRun.steps(SETTINGS, from, to).forEach(captures::put);
    storage.flush();
  }

  private List<Long> all() {
    return sums(captures.columns(Viewport.Request.ALL));
  }

  private static Viewport.Request request(int from, int to, int width) {
    return new Viewport.Request(OptionalInt.of(from), OptionalInt.of(to), width, 1);
  }

  private static List<Integer> starts(CaptureCache.Excerpt excerpt) {
    return excerpt.columns().list().stream().map(Column::start).toList();
  }

  /** The number of steps, and the sum of the first bin: enough to tell which steps are in it. */
  private static List<Long> sums(CaptureCache.Excerpt excerpt) {
    List<Column> columns = excerpt.columns().list();
    return List.of(
        columns.stream().mapToLong(Column::steps).sum(),
        columns.stream().mapToLong(column -> column.vertices().get(0).bins()[0]).sum());
  }

  private static List<Long> sums(List<Step> steps) {
    return List.of(
        (long) steps.size(),
        steps.stream().mapToLong(step -> step.captures().get(0).bins()[0]).sum());
  }
}
