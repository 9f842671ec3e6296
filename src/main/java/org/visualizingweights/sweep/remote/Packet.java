package org.visualizingweights.sweep.remote;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import java.util.Optional;
import org.visualizingweights.activations.CaptureSettings;

/**
 * What a sweep and the process of one of its runs tell each other. Behind some of them come as many
 * bytes as they say.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "packet")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Packet.Claim.class, name = "claim"),
  @JsonSubTypes.Type(value = Packet.Granted.class, name = "granted"),
  @JsonSubTypes.Type(value = Packet.Settled.class, name = "settled"),
  @JsonSubTypes.Type(value = Packet.Beat.class, name = "beat"),
  @JsonSubTypes.Type(value = Packet.StopAsked.class, name = "stop-asked"),
  @JsonSubTypes.Type(value = Packet.Advanced.class, name = "advanced"),
  @JsonSubTypes.Type(value = Packet.Said.class, name = "said"),
  @JsonSubTypes.Type(value = Packet.Preview.class, name = "preview"),
  @JsonSubTypes.Type(value = Packet.Capturing.class, name = "capturing"),
  @JsonSubTypes.Type(value = Packet.Captured.class, name = "captured"),
  @JsonSubTypes.Type(value = Packet.Delivery.class, name = "delivery"),
  @JsonSubTypes.Type(value = Packet.Completed.class, name = "completed")
})
sealed interface Packet {

  /** A packet behind which there are bytes. */
  sealed interface WithBytes extends Packet {
    /** How many. */
    long size();
  }

  /**
   * A process wants to execute a run.
   *
   * @param token of the sweep, which only its processes know
   * @param run its number
   * @param host on which the process is
   */
  record Claim(String token, int run, String host) implements Packet {}

  /**
   * It may. The files of the run's folder follow, as {@link Delivery}.
   *
   * @param experiment its YAML, with every key
   * @param folder the name of the run's folder; where all machines share the runs, its path
   * @param values that its manifest is to name
   * @param files how many follow
   * @param shared whether the folder is seen from there
   * @param keepsCheckpoints whether they stay when the run has finished
   * @param machine of the sweep
   */
  record Granted(
      String experiment,
      String folder,
      Map<String, String> values,
      int files,
      boolean shared,
      boolean keepsCheckpoints,
      Traits machine)
      implements Packet {}

  /** There is nothing to do any more. */
  record Settled() implements Packet {}

  /** The other side is there, nothing more. */
  record Beat() implements Packet {}

  /** The run is to end between two steps. */
  record StopAsked() implements Packet {}

  /**
   * The run goes on.
   *
   * @param steps done
   * @param planned of the whole run
   */
  record Advanced(int steps, int planned) implements Packet {}

  /** A line of the run's console. */
  record Said(String line) implements Packet {}

  /** A file of the folder as it is now, to be looked at meanwhile. */
  record Preview(String name, long size) implements WithBytes {}

  /** What is captured, and how many steps are pooled in what is told meanwhile. */
  record Capturing(CaptureSettings settings) implements Packet {}

  /** What was captured from a step on until the next that is told. */
  record Captured(int iteration, long size) implements WithBytes {}

  /** A file of the folder, for good. */
  record Delivery(String name, long size) implements WithBytes {}

  /**
   * Nothing is written any more. The folder's files came before, all of them.
   *
   * @param problem why the run could not be done, if so
   */
  record Completed(Optional<String> problem) implements Packet {}
}
