package org.visualizingweights.spark;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;

/**
 * Asks for a run.
 *
 * @param run its number
 * @param host where its process reports to the program
 * @param token with which it does
 * @param label that names the run to people
 */
record Order(@JsonProperty("begin") int run, String host, int port, String token, String label)
    implements Serializable {

  /** For the run's process. */
  String line() {
    return "run %s %s %s %s".formatted(host, port, token, run);
  }
}
