package org.visualizingweights.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;

/** What is written of a run that a user's program goes on with. */
class RunLogTest {
  @TempDir Path runs;

  private WatchedRun run;

  @BeforeEach
  void start() {
    run = WatchedRun.start(runs, "mine", List.of("dense"));
  }

  @AfterEach
  void stop() {
    run.close();
  }

  private Manifest manifest() {
    return run.folder().manifest();
  }

  @Test
  void howFarItIsIsWrittenWhenAskedFor() {
    run.log().at(new Progress(7, 0, 0, 0, 1));
    assertThat(manifest().progress()).isEqualTo(Progress.UNPLANNED);

    run.log().write();

    assertThat(manifest().progress()).isEqualTo(new Progress(7, 0, 0, 0, 1));
    assertThat(manifest().status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void epochsOfAnyLengthAreKeptWithTheirLastSteps() {
    run.epoch(3).epoch(5);

    assertThat(run.folder().metrics()).extracting(EpochMetrics::lastStep).containsExactly(2, 7);
    assertThat(manifest().progress()).isEqualTo(new Progress(8, 0, 2, 0, 0));
  }

  @Test
  void aValidationComesWhenItComes() throws IOException {
    run.epoch(3).epoch(3).epoch(3);
    run.validated(2, 0.5, OptionalDouble.empty()).validated(1, 0.75, OptionalDouble.of(0.25));
    run.validated(2, 0.25, OptionalDouble.of(0.125));

    List<EpochMetrics> epochs = run.folder().metrics();
    assertThat(epochs)
        .extracting(EpochMetrics::validLoss)
        .containsExactly(OptionalDouble.of(0.75), OptionalDouble.of(0.25), OptionalDouble.empty());
    assertThat(epochs)
        .extracting(EpochMetrics::errorRate)
        .containsExactly(OptionalDouble.of(0.25), OptionalDouble.of(0.125), OptionalDouble.empty());
    assertThat(Files.readAllLines(run.folder().metricsFile()).get(3))
        .isEqualTo("3,%s,,,0.3,8".formatted(epochs.get(2).trainLoss()));
  }

  @Test
  void anEpochThatIsNotOverIsNotValidated() {
    run.epoch(3);

    assertThatThrownBy(() -> run.validated(2, 1, OptionalDouble.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no epoch 2");
    assertThat(run.folder().metrics()).hasSize(1);
  }

  @Test
  void notesHaveTheStepsAtWhichTheyWereMade() {
    run.note("at first").steps(4).note("a line\nand another");

    assertThat(manifest().notes())
        .containsExactly(new Note(0, "at first"), new Note(4, "a line\nand another"));
  }

  @Test
  void thereAreNoMoreNotesThanReadersTake() {
    for (int i = 0; i < Manifest.MOST_NOTES; i++) {
      run.note("七".repeat(Note.LONGEST));
    }

    assertThat(manifest().notes()).hasSize(Manifest.MOST_NOTES);
    assertThatThrownBy(() -> run.note("one more")).isInstanceOf(IllegalArgumentException.class);
    assertThat(manifest().notes()).hasSize(Manifest.MOST_NOTES);
    for (String text : List.of("", " \n", "x".repeat(Note.LONGEST + 1), "a\u0007b")) {
      assertThatThrownBy(() -> new Note(0, text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aRunThatWasEndedSaysWhyAndTakesNothingMore() {
    run.epoch(3);

    run.log().interrupted("the disk is full");

    assertThat(manifest().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(manifest().reason()).contains("the disk is full");
    assertThat(manifest().progress().steps()).isEqualTo(3);
    assertThat(manifest().ended()).isPresent();
    assertThatThrownBy(() -> run.steps(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> run.note("late")).isInstanceOf(IllegalStateException.class);
    run.log().failed(new IllegalStateException("later"));
    assertThat(manifest().status()).isEqualTo(Status.INTERRUPTED);
  }

  @Test
  void aProgramThatEndsWithoutAWordLeavesARunThatWasEnded() {
    run.epoch(3);

    run.close();

    assertThat(manifest().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(manifest().reason().orElseThrow())
        .contains(
            "process " + ProcessHandle.current().pid(),
            "ended without closing the watch",
            "could write no more, as on a full disk");
  }

  @Test
  void nothingIsWrittenToAFolderThatWasTakenOver() throws IOException {
    run.epoch(3);
    String before = Files.readString(run.folder().manifestFile());
    Files.delete(run.folder().path().resolve(".lock"));

    assertThatThrownBy(() -> run.log().at(Progress.UNPLANNED))
        .isInstanceOf(UserError.class)
        .message()
        .contains("What was recorded by then is where it is now")
        .doesNotContain("-Dresume");
    assertThatThrownBy(() -> run.validated(1, 1, OptionalDouble.empty()))
        .isInstanceOf(UserError.class);
    assertThatThrownBy(() -> run.note("x")).isInstanceOf(UserError.class);
    run.log().failed(new IllegalStateException("out of luck"));

    assertThat(run.folder().manifestFile()).hasContent(before);
    assertThat(run.folder().metrics().get(0).validation()).isEmpty();
  }
}
