package org.visualizingweights.run;

/** How far a run has come. */
public enum Status {
  RUNNING,
  FINISHED,
  /** Ended by an error. */
  FAILED,
  /** Ended before its last step by a rule of its own, as there was nothing to hope for. */
  STOPPED,
  /** Stopped from outside before its last step: by the user, or by the loss of its process. */
  INTERRUPTED
}
