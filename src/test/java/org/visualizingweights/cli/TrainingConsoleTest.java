package org.visualizingweights.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.visualizingweights.run.SmoothedLoss;
import org.visualizingweights.training.TrainingState;

class TrainingConsoleTest {
  @Test
  void whoStopsARunIsToldInWhichEpochThatWas() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    TrainingConsole console = new TrainingConsole(out, false, 3, 64);

    console.epochStarted(state(16, 1, 0), 16);
    console.stopped(state(21, 1, 5));

    assertThat(said.toString(StandardCharsets.UTF_8))
        .startsWith("Stopped after step 5 of 16 of epoch 2; checkpoint, charts and report");
  }

  private static TrainingState state(int iteration, int epoch, int step) {
    return new TrainingState(iteration, epoch, step, SmoothedLoss.START, 0, 0);
  }
}
