package org.visualizingweights.sweep.results;

import java.util.Locale;
import org.visualizingweights.run.Manifest;

/** What became of a run of a sweep. */
public enum Ending {
  FINISHED,
  /** Ended before its last step, as its experiment's {@code stop-when} says. */
  STOPPED,
  /** Ended by an error. */
  FAILED,
  /** Somebody asked it to end, its process was killed, or the machine stopped. */
  INTERRUPTED,
  RUNNING,
  /** Its folder is there, and does not say what became of it. */
  UNREADABLE,
  /** It has not begun. */
  MISSING;

  static Ending of(Manifest manifest) {
    return switch (manifest.status()) {
      case FINISHED -> FINISHED;
      case FAILED -> FAILED;
      case RUNNING -> RUNNING;
      case STOPPED -> STOPPED;
      case INTERRUPTED -> INTERRUPTED;
    };
  }

  /** Whether the run does not go on when its sweep does, unless it is to be tried again. */
  public boolean isFinal() {
    return this == FINISHED || this == STOPPED || this == FAILED;
  }

  /** Its name in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
