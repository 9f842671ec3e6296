package org.visualizingweights.execution;

import java.util.List;
import java.util.Optional;
import org.visualizingweights.files.Console;
import org.visualizingweights.run.Status;
import org.visualizingweights.training.Hopeless;
import org.visualizingweights.training.TrainingObserver;
import org.visualizingweights.training.TrainingState;

/** Ends a run before its last step: because it was asked to, or because there is no hope for it. */
final class EarlyEnd implements TrainingObserver {
  private final Stop asked;
  private final List<Hopeless> rules;
  private final int classes;
  private final Console console;
  private Optional<String> hopeless = Optional.empty();

  EarlyEnd(Stop asked, List<Hopeless> rules, int classes, Console console) {
    this.asked = asked;
    this.rules = rules;
    this.classes = classes;
    this.console = console;
  }

  /** Whether no further step is to be done. */
  boolean isDue() {
    return asked.requested() || hopeless.isPresent();
  }

  /** Why the run is hopeless, if it is. */
  Optional<String> hopeless() {
    return hopeless;
  }

  /** What the run is that has ended so. */
  Status status() {
    return hopeless.isPresent() ? Status.STOPPED : Status.INTERRUPTED;
  }

  @Override
  public void stepDone(TrainingState state, double loss) {
    hopeless = Hopeless.why(rules, state, classes);
  }

  @Override
  public void stopped(TrainingState state) {
    hopeless.ifPresent(why -> console.say("The run ends here, as stop-when says: " + why + "."));
  }
}
