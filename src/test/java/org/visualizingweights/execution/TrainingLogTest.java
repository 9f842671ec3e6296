package org.visualizingweights.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunFolders;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.run.Status;
import org.visualizingweights.training.TrainingState;

/** What is written of a run, and what is not once its folder is another's. */
class TrainingLogTest {
  @TempDir Path runs;

  private RunFolder folder;
  private RunLock lock;
  private TrainingLog log;

  @BeforeEach
  void begin() {
    folder = RunFolders.create(runs, "a", Instant.parse("2026-11-23T10:15:30Z"));
    lock = RunLock.acquire(folder.path(), why -> {});
    log = new TrainingLog(folder, lock, folder.manifest(), TrainingState.START, true);
  }

  @AfterEach
  void end() {
    lock.close();
  }

  @Test
  void aRunThatFailsSaysWhy() {
    log.fail(new IllegalStateException("out of luck"));

    assertThat(folder.manifest().status()).isEqualTo(Status.FAILED);
    assertThat(folder.manifest().reason()).contains("out of luck");
  }

  @Test
  void nothingIsWrittenToAFolderThatWasTakenOver() throws IOException {
    String before = Files.readString(folder.manifestFile());
    Files.delete(folder.path().resolve(".lock"));

    log.fail(new IllegalStateException("out of luck"));
    EpochMetrics epoch = new EpochMetrics(1, 0, 1, 1, 0.5, 1);
    assertThatThrownBy(() -> log.epochDone(TrainingState.START, epoch))
        .isInstanceOf(UserError.class);
    assertThatThrownBy(() -> log.end(Status.FINISHED, Optional.empty()))
        .isInstanceOf(UserError.class);

    assertThat(folder.manifestFile()).hasContent(before);
    assertThat(folder.metricsFile()).doesNotExist();
  }

  @Test
  void aValidationLossThatIsNotFiniteIsSaidAtTheEnd() {
    folder.append(new EpochMetrics(1, 0, 1, Double.NaN, 0.5, 1));
    folder.append(new EpochMetrics(2, 1, 1, 1, 0.5, 1));
    Said said = new Said();

    new RunConsole(said).ends(Status.FINISHED, folder, 1);

    assertThat(said.lines)
        .startsWith(
            "The loss was NaN or infinite at 1 step.",
            "The validation loss was NaN or infinite after 1 of 2 epochs.");
  }
}
