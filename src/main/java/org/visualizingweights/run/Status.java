package org.visualizingweights.run;

/** How far a run has come. */
public enum Status {
  RUNNING,
  FINISHED,
  /** Ended by an error. */
  FAILED,
  /** Stopped from outside before its last step: by the user, or by the loss of its process. */
  INTERRUPTED
}
