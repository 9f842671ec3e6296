package org.visualizingweights.run;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.network.Architecture;

/**
 * All that there is to know about a run besides its figures: {@code manifest.json}.
 *
 * @param status how far the run has come
 * @param reason why it failed, was stopped or was interrupted, in one sentence
 * @param results whether charts and report were made; empty in runs older than this note
 * @param experiment what the run is about
 * @param settings every key of the experiment, or of what else is known of the training, and its
 *     value, as text; empty in older runs
 * @param network that is trained; empty in runs from before there was a choice
 * @param progress how much is done
 * @param data really used; empty until it is known
 * @param weights that the network really started from, random ones too; empty until known
 * @param backend ND4J's, and its device
 * @param versions of the software
 * @param machine that it runs on
 * @param started when the run began
 * @param ended when it ended, if it has
 * @param owner the process that writes it
 * @param resumed each time that the run went on in another process, in order
 * @param watched the user's program in which the network was watched; empty where it was trained by
 *     an experiment
 * @param notes that the user made while it was watched, or what was replaced in its network, in
 *     order, at most {@link #MOST_NOTES}
 */
public record Manifest(
    Status status,
    Optional<String> reason,
    Optional<Results> results,
    ExperimentSummary experiment,
    Map<String, String> settings,
    Optional<Architecture> network,
    Progress progress,
    Optional<Provenance> data,
    Optional<Provenance> weights,
    String backend,
    Versions versions,
    Machine machine,
    Instant started,
    Optional<Instant> ended,
    Owner owner,
    List<Resumed> resumed,
    Optional<String> watched,
    List<Note> notes) {
  /** The most notes that a run has. */
  public static final int MOST_NOTES = 200;

  private static final String WEIGHTS_INSTEAD =
      " is used: torchvision's imagenet weights could not be found or downloaded";

  private static final Instant END_OF_TIMES = Instant.parse("+10000-01-01T00:00:00Z");

  public Manifest {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(experiment, "experiment");
    Objects.requireNonNull(progress, "progress");
    Objects.requireNonNull(versions, "versions");
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(owner, "owner");
    // Older manifests do not have these.
    results = results == null ? Optional.empty() : results;
    settings = settings == null ? Map.of() : Collections.unmodifiableMap(settings);
    network = network == null ? Optional.empty() : network;
    resumed = resumed == null ? List.of() : List.copyOf(resumed);
    watched = watched == null ? Optional.empty() : watched;
    notes = notes == null ? List.of() : List.copyOf(notes);
    if (notes.size() > MOST_NOTES) {
      throw new IllegalArgumentException(
          "a run has at most %s notes, not %s".formatted(MOST_NOTES, notes.size()));
    }
    Stream.of(Stream.of(started), ended.stream(), resumed.stream().map(Resumed::at))
        .flatMap(Function.identity())
        .forEach(Manifest::requireOurTimes);
  }

  /** Other times have no place in a calendar, nor in the milliseconds that a {@code long} holds. */
  private static void requireOurTimes(Instant time) {
    if (time.isBefore(Instant.EPOCH) || !time.isBefore(END_OF_TIMES)) {
      throw new IllegalArgumentException("no run is of the time " + time);
    }
  }

  /** A run that begins now, in this process. */
  public static Manifest start(
      ExperimentSummary experiment,
      Map<String, String> settings,
      Progress planned,
      String backend,
      Versions versions,
      Machine machine,
      Instant now) {
    return new Manifest(
        Status.RUNNING,
        Optional.empty(),
        Optional.of(Results.NOT_YET),
        experiment,
        settings,
        Optional.empty(),
        planned,
        Optional.empty(),
        Optional.empty(),
        backend,
        versions,
        machine,
        now,
        Optional.empty(),
        Owner.current(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  /** The same run, watched in a program of the user's. */
  public Manifest watchedIn(String program) {
    return with(copy -> copy.watched = Optional.of(program));
  }

  /** The same run, written by another process. */
  public Manifest ownedBy(Owner process) {
    return with(copy -> copy.owner = process);
  }

  /** The same run, with one note more. */
  public Manifest noting(Note note) {
    return with(copy -> copy.notes = Stream.concat(notes.stream(), Stream.of(note)).toList());
  }

  /** The same run, with another value of a setting. */
  Manifest with(String key, String value) {
    Map<String, String> changed = new LinkedHashMap<>(settings);
    changed.put(key, value);
    return with(copy -> copy.settings = changed);
  }

  /** The same run, of this network. */
  public Manifest of(Architecture trained) {
    return with(copy -> copy.network = Optional.of(trained));
  }

  /** The network that is trained, as far as it is recorded; of old runs, what it was in all. */
  public Architecture architecture() {
    return network.orElse(FormerNetwork.RESNET_18);
  }

  /** Where the loss is the mean cross-entropy over classes, how many, as far as it is known. */
  public Optional<Integer> classes() {
    // A network with logits is ours, and its loss is that.
    return architecture()
        .logits()
        .flatMap(logits -> data.flatMap(Provenance::classes))
        .or(() -> network.flatMap(Architecture::classes));
  }

  /** The same run, once it is known what it really uses. */
  public Manifest using(Provenance newData, Provenance newWeights) {
    return with(
        copy -> {
          copy.data = Optional.of(newData);
          copy.weights = Optional.of(newWeights);
        });
  }

  /** The same run, further on. */
  public Manifest at(Progress newProgress) {
    return with(copy -> copy.progress = newProgress);
  }

  /**
   * The same run, going on now in this process.
   *
   * @param newExperiment may have more epochs
   * @param newSettings of the experiment, as it goes on
   * @param from where it goes on, and what is planned
   */
  public Manifest resumed(
      ExperimentSummary newExperiment,
      Map<String, String> newSettings,
      Progress from,
      Resumed how) {
    return with(
        copy -> {
          copy.status = Status.RUNNING;
          copy.reason = Optional.empty();
          copy.results = Optional.of(Results.NOT_YET);
          copy.experiment = newExperiment;
          copy.settings = newSettings;
          copy.progress = from;
          copy.ended = Optional.empty();
          copy.owner = Owner.current();
          copy.resumed = Stream.concat(resumed.stream(), Stream.of(how)).toList();
        });
  }

  public Manifest finished(Instant now) {
    return ended(Status.FINISHED, Optional.empty(), Optional.of(now));
  }

  public Manifest failed(String why, Instant now) {
    return ended(Status.FAILED, Optional.of(why), Optional.of(now));
  }

  public Manifest stopped(String why, Instant now) {
    return ended(Status.STOPPED, Optional.of(why), Optional.of(now));
  }

  public Manifest interrupted(String why, Instant now) {
    return ended(Status.INTERRUPTED, Optional.of(why), Optional.of(now));
  }

  /** What really became of a run that says that it goes on while nobody runs it. */
  Manifest killed() {
    String why =
        owner.inWords()
            + (watched.isPresent()
                ? " is gone: it ended without closing the watch, could write no more, as on a full"
                    + " disk, or was killed"
                : " is gone: it was killed, or the machine stopped");
    return ended(Status.INTERRUPTED, Optional.of(why), ended);
  }

  private Manifest ended(Status how, Optional<String> why, Optional<Instant> when) {
    return with(
        copy -> {
          copy.status = how;
          copy.reason = why;
          copy.ended = when;
        });
  }

  /** The same run, of whose results this is known. */
  public Manifest with(Results newResults) {
    return with(copy -> copy.results = Optional.of(newResults));
  }

  /**
   * What was used instead of what was asked for, and why; a sentence each. Only torchvision's
   * weights are stood in for; where they were looked for, and what went wrong, is a matter of the
   * machine that the run was on, and of many lines. Data was stood in for in older runs.
   */
  public List<String> fallbacks() {
    return Stream.of(
            data.flatMap(used -> used.fallback().map(why -> used.title() + " is used: " + why)),
            weights
                .filter(used -> used.fallback().isPresent())
                .map(used -> used.name() + WEIGHTS_INSTEAD))
        .flatMap(Optional::stream)
        .toList();
  }

  private Manifest with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.manifest();
  }

  /** A manifest that is still to be changed. */
  private static final class Copy {
    private Status status;
    private Optional<String> reason;
    private Optional<Results> results;
    private ExperimentSummary experiment;
    private Map<String, String> settings;
    private Optional<Architecture> network;
    private Progress progress;
    private Optional<Provenance> data;
    private Optional<Provenance> weights;
    private String backend;
    private Versions versions;
    private Machine machine;
    private Instant started;
    private Optional<Instant> ended;
    private Owner owner;
    private List<Resumed> resumed;
    private Optional<String> watched;
    private List<Note> notes;

    Copy(Manifest of) {
      status = of.status;
      reason = of.reason;
      results = of.results;
      experiment = of.experiment;
      settings = of.settings;
      network = of.network;
      progress = of.progress;
      data = of.data;
      weights = of.weights;
      backend = of.backend;
      versions = of.versions;
      machine = of.machine;
      started = of.started;
      ended = of.ended;
      owner = of.owner;
      resumed = of.resumed;
      watched = of.watched;
      notes = of.notes;
    }

    Manifest manifest() {
      return new Manifest(
          status,
          reason,
          results,
          experiment,
          settings,
          network,
          progress,
          data,
          weights,
          backend,
          versions,
          machine,
          started,
          ended,
          owner,
          resumed,
          watched,
          notes);
    }
  }
}
