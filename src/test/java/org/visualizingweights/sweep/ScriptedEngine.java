package org.visualizingweights.sweep;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunFolders;

/** Executes no run, but leaves what a test says an attempt at a run leaves. */
final class ScriptedEngine implements Engine {
  /** What becomes of an attempt at a run. */
  interface Attempt {
    /**
     * @return the problem, if there is one; nothing at all where the attempt hangs
     */
    CompletableFuture<Optional<String>> at(RunOrder order);
  }

  /** The run has done all that it was to do. */
  static final Attempt FINISHES =
      order -> {
        finish(order);
        return CompletableFuture.completedFuture(Optional.empty());
      };

  /** Nothing comes of it. */
  static Attempt breaks(String problem) {
    return order -> CompletableFuture.completedFuture(Optional.of(problem));
  }

  /** It does nothing until it is ended. */
  static final Attempt HANGS = order -> new CompletableFuture<>();

  /** It takes a while. */
  static Attempt later(Attempt attempt) {
    return order ->
        CompletableFuture.supplyAsync(
            () -> attempt.at(order).join(),
            CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
  }

  private final IntSupplier atOnce;
  private final Map<String, List<Attempt>> attempts = new HashMap<>();
  private final List<String> begun = new ArrayList<>();
  private final List<String> ended = new ArrayList<>();
  private final AtomicInteger goingOn = new AtomicInteger();
  private int most;

  ScriptedEngine(int atOnce) {
    this(() -> atOnce);
  }

  ScriptedEngine(IntSupplier atOnce) {
    this.atOnce = atOnce;
  }

  /** What becomes of the attempts at a run; those that are not said finish. */
  ScriptedEngine attempts(String folder, Attempt... inOrder) {
    attempts.put(folder, new ArrayList<>(Arrays.asList(inOrder)));
    return this;
  }

  /** The names of the folders of the runs, in the order in which they were begun. */
  List<String> begun() {
    return begun;
  }

  /** How runs that go on were told to end. */
  List<String> ended() {
    return ended;
  }

  /** How many went on at the same time, at most. */
  int most() {
    return most;
  }

  @Override
  public int atOnce() {
    return atOnce.getAsInt();
  }

  @Override
  public Execution begin(RunOrder order) {
    String folder = order.folder().getFileName().toString();
    begun.add(folder);
    most = Math.max(most, goingOn.incrementAndGet());
    List<Attempt> left = attempts.getOrDefault(folder, List.of());
    CompletableFuture<Optional<String>> attempt =
        (left.isEmpty() ? FINISHES : left.remove(0)).at(order);
    // Counted before anybody hears of it.
    CompletableFuture<Optional<String>> end =
        attempt.whenComplete((problem, broken) -> goingOn.decrementAndGet());
    return new Scripted(
        attempt, end, how -> ended.add(how + " " + folder), () -> atOnce.getAsInt() == 0);
  }

  private static void finish(RunOrder order) {
    RunFolder folder =
        Files.exists(order.folder())
            ? RunFolder.open(order.folder())
            : RunFolders.createAt(order.folder(), order.values());
    RunFolders.finish(folder);
  }

  @Override
  public void close() {}

  private record Scripted(
      CompletableFuture<Optional<String>> attempt,
      CompletableFuture<Optional<String>> end,
      Consumer<String> told,
      BooleanSupplier waits)
      implements Execution {

    @Override
    public boolean isWaiting() {
      return waits.getAsBoolean();
    }

    @Override
    public RunProgress progress() {
      return RunProgress.NONE;
    }

    @Override
    public void stop() {
      told.accept("stopped");
      attempt.complete(Optional.of("its process was ended by signal 15"));
    }

    @Override
    public void kill() {
      told.accept("killed");
      attempt.complete(Optional.of("its process was ended by signal 9"));
    }
  }
}
