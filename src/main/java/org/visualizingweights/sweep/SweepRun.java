package org.visualizingweights.sweep;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.visualizingweights.Count;
import org.visualizingweights.UserError;
import org.visualizingweights.host.Threads;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.run.Runs;
import org.visualizingweights.run.Status;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.plan.SweepFolder;
import org.visualizingweights.sweep.results.RunResult;
import org.visualizingweights.sweep.results.SweepResults;
import org.visualizingweights.training.Checkpoints;

/**
 * Has an {@link Engine} execute those runs of a sweep that have not come to an end yet, several at
 * a time. What each has come to, its folder says: so a sweep that was killed goes on where it was.
 */
public final class SweepRun {
  /** How long a run may take for a step, unless said otherwise. */
  public static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int ATTEMPTS = 2;
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final int LOOKS = 3;
  private static final String DAMAGED =
      "its manifest.json cannot be read; put back a copy, or remove the run's folder, and the sweep"
          + " makes it anew";

  private final SweepFolder sweep;
  private final Engine engine;
  private final Duration patience;
  private final SweepObserver observer;

  private final Deque<PlannedRun> waiting = new ArrayDeque<>();
  private final Map<PlannedRun, Execution> running = new LinkedHashMap<>();
  private final BlockingQueue<PlannedRun> ended = new LinkedBlockingQueue<>();
  private final Map<PlannedRun, Integer> attempts = new HashMap<>();
  private final Silence silence = new Silence();

  /** Runs that were ended as nothing was heard of them. */
  private final Set<PlannedRun> silent = new HashSet<>();

  private final Set<PlannedRun> awaited = new HashSet<>();
  private final ResultTables tables;
  private final Pace pace = new Pace();
  private boolean hasRoom = true;
  private boolean stopping;

  /**
   * @param patience how long a run may take for a step before it is ended
   */
  public SweepRun(SweepFolder sweep, Engine engine, Duration patience, SweepObserver observer) {
    this.sweep = sweep;
    this.engine = engine;
    this.patience = patience;
    this.observer = observer;
    this.tables = new ResultTables(sweep);
  }

  /**
   * Runs what is missing, if all is as it was planned. To be called once.
   *
   * @param stop is asked now and then; runs that go on by then end between two steps
   * @return what became of the runs
   * @throws UserError where an experiment, or a run that is there, is not what was planned; or
   *     where the engine fails, after the tables have been written
   */
  public SweepResults start(BooleanSupplier stop) {
    checkPlan();
    for (PlannedRun run : sweep.manifest().runs()) {
      result(run).ifPresentOrElse(tables::add, () -> waiting.add(run));
    }
    try {
      execute(stop);
    } catch (UserError e) {
      tables.write();
      throw e;
    }
    return tables.write();
  }

  private void execute(BooleanSupplier stop) {
    while (!running.isEmpty() || !stopping && !waiting.isEmpty()) {
      lookForRoom();
      if (!stopping && stop.getAsBoolean()) {
        stopping = true;
        observer.stopping(running.size());
        running.values().forEach(Execution::stop);
      }
      if (!stopping) {
        fill();
      }
      next().ifPresent(run -> ended(run, stop));
      endTheSilent();
      tables.writeNowAndThen();
      observer.goesOn(progress());
    }
  }

  private void checkPlan() {
    List<String> deviations =
        sweep.manifest().runs().stream()
            .flatMap(run -> sweep.deviation(run, manifest(run)).stream())
            .toList();
    if (!deviations.isEmpty()) {
      throw UserError.badInput(
          ("%s cannot go on, as %s%s. Put back what was planned, or begin a sweep of its own with"
                  + " what has changed")
              .formatted(
                  sweep.path(),
                  deviations.get(0),
                  deviations.size() == 1 ? "" : ", and so on with " + deviations.size() + " runs"));
    }
  }

  /** Begins as many runs as may go on side by side. */
  private void fill() {
    List<PlannedRun> elsewhere = new ArrayList<>();
    while (running.size() < engine.atOnce() && !waiting.isEmpty()) {
      PlannedRun run = waiting.remove();
      if (goesOnElsewhere(run)) {
        elsewhere.add(run);
      } else if (isDamaged(run)) {
        end(failed(run, DAMAGED));
      } else {
        begin(run);
      }
    }
    waiting.addAll(elsewhere);
  }

  private void lookForRoom() {
    boolean hadRoom = hasRoom;
    hasRoom = engine.atOnce() > 0;
    if (hadRoom && !hasRoom) {
      observer.lacksRoom();
    }
  }

  private void begin(PlannedRun run) {
    attempts.merge(run, 1, Integer::sum);
    silent.remove(run);
    silence.forget(run);
    Execution execution = engine.begin(RunOrder.of(sweep, run));
    running.put(run, execution);
    execution.end().whenComplete((problem, broken) -> ended.add(run));
  }

  /** Of such a run nobody knows whether it has finished, and so nothing takes its place. */
  private boolean isDamaged(PlannedRun run) {
    return Runs.isRun(sweep.of(run)) && manifest(run).isEmpty();
  }

  /**
   * As it may where the sweep was killed a moment ago: its runs finish their files still, also when
   * their manifests say already what has become of them.
   */
  private boolean goesOnElsewhere(PlannedRun run) {
    boolean goesOn = RunLock.isHeld(sweep.of(run));
    if (goesOn && awaited.add(run)) {
      observer.waitsFor(run);
    }
    return goesOn;
  }

  private Optional<PlannedRun> next() {
    try {
      return Optional.ofNullable(ended.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while runs go on", e);
    }
  }

  private void ended(PlannedRun run, BooleanSupplier stop) {
    Optional<String> problem = running.remove(run).end().join();
    Optional<RunResult> result = result(run);
    if (result.isEmpty() && (stopping || isStopped(stop))) {
      waiting.addFirst(run); // it goes on when the sweep does
      return;
    }
    if (result.isEmpty() && attempts.get(run) < ATTEMPTS) {
      waiting.addFirst(run);
      observer.triedAgain(run, why(run, problem));
      return;
    }
    pace.ended();
    end(result.orElseGet(() -> failed(run, why(run, problem))));
  }

  private RunResult failed(PlannedRun run, String why) {
    return RunResult.of(run, sweep.of(run)).failed(why);
  }

  private void end(RunResult result) {
    tables.add(result);
    observer.ended(result, progress());
  }

  /** A Ctrl-C reaches all processes of a terminal at once, and a run's may be the first to end. */
  private boolean isStopped(BooleanSupplier stop) {
    for (int i = 0; i < LOOKS && !stop.getAsBoolean(); i++) {
      Threads.sleep(LOOK_EVERY);
    }
    return stop.getAsBoolean();
  }

  /**
   * What has become of a run for good, as its folder says; empty as long as it is not over. Its
   * checkpoints go, unless they are to stay.
   */
  private Optional<RunResult> result(PlannedRun run) {
    Optional<Status> status = manifest(run).map(Manifest::status);
    boolean isOver =
        status.equals(Optional.of(Status.STOPPED))
            || status.equals(Optional.of(Status.FINISHED))
                && RunFolder.open(sweep.of(run)).hasResults();
    if (!isOver) {
      return Optional.empty();
    }
    if (!run.keepsCheckpoints()) {
      Checkpoints.removeAll(RunFolder.open(sweep.of(run)).checkpoints());
    }
    return Optional.of(RunResult.of(run, sweep.of(run)));
  }

  /** Of a run's folder, if there is one. */
  private Optional<Manifest> manifest(PlannedRun run) {
    Path folder = sweep.of(run);
    try {
      return Runs.isRun(folder) ? Optional.of(RunFolder.open(folder).manifest()) : Optional.empty();
    } catch (UserError e) {
      return Optional.empty(); // what is wrong with it, its process will say
    }
  }

  private String why(PlannedRun run, Optional<String> problem) {
    if (silent.contains(run)) {
      return "it took no step for " + Count.of(patience.toSeconds(), "second");
    }
    return manifest(run)
        .filter(m -> m.status() == Status.FAILED)
        .flatMap(Manifest::reason)
        .or(() -> problem)
        .or(() -> manifest(run).flatMap(Manifest::reason))
        .orElse("it left no folder");
  }

  private void endTheSilent() {
    silence.look(running);
    running.forEach(
        (run, execution) -> {
          if (silence.of(run).compareTo(patience) >= 0 && silent.add(run)) {
            execution.kill();
          }
        });
  }

  private SweepProgress progress() {
    double parts = running.values().stream().mapToDouble(e -> e.progress().part()).sum();
    return new SweepProgress(
        sweep.manifest().runs().size(),
        tables.size() - tables.failed(),
        running.size(),
        tables.failed(),
        pace.left(parts, running.size() + waiting.size()));
  }
}
