package org.visualizingweights.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.api.Model;
import org.visualizingweights.Count;
import org.visualizingweights.Uninterrupted;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.FitCalls;
import org.visualizingweights.dl4j.Vertex;
import org.visualizingweights.dl4j.VertexChoice;
import org.visualizingweights.network.Architecture;
import org.visualizingweights.parameters.ParameterSettings;

/**
 * What is to be watched, and how. All of it has defaults, those of the experiments' YAML; nothing
 * is checked before {@link #start}.
 */
public final class WatchBuilder {
  private static final int LAST_UNKNOWN = -1;

  /** Enough to know a name by. */
  private static final int SHOWN_OF_NAME = 60;

  private final Model network;
  private String name = "network";
  private String note = "";
  private Path runs = Path.of(System.getProperty("runs.directory", "runs"));
  private Optional<VertexChoice> vertices = Optional.empty();
  private OptionalInt every = OptionalInt.empty();
  private int bins = 40;
  private double low = 0;
  private double high = 10;
  private int weightsEvery = 100;

  WatchBuilder(Model network) {
    this.network = network;
  }

  /**
   * Calls the run so; its folder lies in one of this name. Unless it is given, that is {@code
   * network}.
   *
   * @param newName can be the name of a folder
   * @return this
   */
  public WatchBuilder named(String newName) {
    name = Objects.requireNonNull(newName, "a run needs a name");
    return this;
  }

  /**
   * Says in a sentence what the run is about; it is shown wherever the run is.
   *
   * @param sentence not empty
   * @return this
   */
  public WatchBuilder note(String sentence) {
    note = Objects.requireNonNull(sentence, "a note needs a text");
    return this;
  }

  /**
   * Puts the run's folder below this one, instead of {@code runs} in the working directory, or what
   * the system property {@code runs.directory} says.
   *
   * @param runsFolder made if need be
   * @return this
   */
  public WatchBuilder into(Path runsFolder) {
    runs = Objects.requireNonNull(runsFolder, "runs need a folder");
    return this;
  }

  /**
   * Captures what these vertices put out, in this order; of a {@code MultiLayerNetwork}, its
   * layers, of which one without a name is called {@code layer} and its index. Unless they are
   * given, it is the outputs of convolutional, dense, recurrent and attention layers, from the
   * first to the last, at most twelve.
   *
   * @param names in which {@code *} stands for anything, {@code ?} for one character, and {@code
   *     auto} for what it is unless they are given; a vertex that has just this name is meant
   *     instead
   * @return this
   */
  public WatchBuilder vertices(String... names) {
    vertices = Optional.of(new VertexChoice(List.of(names)));
    return this;
  }

  /**
   * Captures activations at every n-th step. Unless it is given, n is chosen by the first 20 steps,
   * so that capturing takes at most a twentieth of their time.
   *
   * @param steps from one capture to the next, at least 1
   * @return this
   */
  public WatchBuilder every(int steps) {
    every = OptionalInt.of(steps);
    return this;
  }

  /**
   * Counts activations in equal bins from one end of this range to the other; unless they are given
   * they are 0 and 10. What is outside of it is counted, too: below, above, and by power of two.
   *
   * @param from the low end
   * @param to the high end, above the low one in single precision
   * @return this
   */
  public WatchBuilder range(double from, double to) {
    low = from;
    high = to;
    return this;
  }

  /**
   * Says how many bins the range has; 40 unless it is given.
   *
   * @param count of the bins, 1 to 10,000
   * @return this
   */
  public WatchBuilder bins(int count) {
    bins = count;
    return this;
  }

  /**
   * Records the norms of weights, gradients and updates at every n-th step, besides some of the
   * first; unless it is given, at every 100th.
   *
   * @param steps from one record to the next, at least 1
   * @return this
   */
  public WatchBuilder weightsEvery(int steps) {
    weightsEvery = steps;
    return this;
  }

  /**
   * Begins to watch: makes the run's folder, and adds a listener to those that the network has. If
   * another thread is training it, the first step that is seen is the next.
   *
   * @return the watch, which ends when it is closed
   * @throws IllegalArgumentException where something that was asked for cannot be; the message says
   *     what to do
   * @throws IllegalStateException where this is called by a listener, in the middle of a step
   * @throws UncheckedIOException where the folder cannot be made
   */
  public Watch start() {
    try {
      if (FitCalls.goOnHereIn(network)) {
        throw new IllegalStateException(
            "the network is in the middle of a step; begin to watch it between two calls of fit");
      }
      checkNames();
      Dl4jNetwork seen = Dl4jNetwork.of(network);
      seen.vertices().forEach(vertex -> checkName(vertex.name()));
      CaptureSettings captured =
          new CaptureSettings(
              vertices.orElse(VertexChoice.auto()).of(seen).stream().map(Vertex::name).toList(),
              every.orElse(1),
              bins,
              low,
              high);
      ParameterSettings weights =
          new ParameterSettings(weightsEvery, LAST_UNKNOWN, seen.firstConvolution());
      Plan plan = new Plan(name, note, runs, captured, every, weights);
      return Uninterrupted.get(() -> Watch.begin(seen, plan));
    } catch (UserError e) {
      throw e.exitStatus() == UserError.BAD_INPUT
          ? new IllegalArgumentException(e.getMessage(), e)
          : new UncheckedIOException(e.getMessage(), new IOException(e));
    }
  }

  private void checkNames() {
    if (name.isBlank()) {
      throw UserError.badInput("a run needs a name that is not blank: named(\"my-network\")");
    }
    if (vertices.filter(choice -> choice.names().isEmpty()).isPresent()) {
      throw UserError.badInput(
          "no vertex is named: vertices(\"*\") captures all that can be; without the call it is"
              + " some of them");
    }
  }

  private static void checkName(String vertex) {
    if (vertex.isBlank()) {
      throw UserError.badInput(
          "a vertex of the network has a name that is blank; call it otherwise");
    }
    if (vertex.length() > Architecture.LONGEST_NAME) {
      throw UserError.badInput(
          "the vertex %s… has a name of %s characters, of which %s can be recorded; call it otherwise"
              .formatted(
                  vertex.substring(0, SHOWN_OF_NAME),
                  Count.of(vertex.length()),
                  Count.of(Architecture.LONGEST_NAME)));
    }
  }
}
