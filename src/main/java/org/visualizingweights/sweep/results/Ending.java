package org.visualizingweights.sweep.results;

import java.util.Locale;
import org.visualizingweights.run.Manifest;

/** What became of a run of a sweep. */
public enum Ending {
  FINISHED,
  /** Ended before its last step, as somebody asked it to. */
  STOPPED,
  /** Ended by an error. */
  FAILED,
  /** Its process was killed, or the machine stopped. */
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
      // Who was asked to stop had the time to say when.
      case INTERRUPTED -> manifest.ended().isPresent() ? STOPPED : INTERRUPTED;
    };
  }

  /** Its name in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
