package org.visualizingweights.cli;

import java.util.function.Supplier;
import org.visualizingweights.execution.Stop;
import org.visualizingweights.launch.Interruption;

/** Has a run end when its program is asked to. */
record Asked(Interruption interruption) implements Stop {
  @Override
  public boolean requested() {
    return interruption.requested();
  }

  @Override
  public void finishFirst(Supplier<String> whatWasKept) {
    interruption.finishFirst(whatWasKept);
  }
}
