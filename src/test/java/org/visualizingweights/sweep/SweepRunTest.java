package org.visualizingweights.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.visualizingweights.sweep.ScriptedEngine.FINISHES;
import static org.visualizingweights.sweep.ScriptedEngine.HANGS;
import static org.visualizingweights.sweep.ScriptedEngine.breaks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;
import org.visualizingweights.execution.ExperimentRun;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiments;
import org.visualizingweights.experiment.Sweep;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunFolders;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.plan.SweepFolder;
import org.visualizingweights.sweep.results.Ending;
import org.visualizingweights.sweep.results.RunResult;
import org.visualizingweights.sweep.results.SweepResults;

/** What a sweep does with its runs, whoever executes them. */
class SweepRunTest {
  private static final BooleanSupplier NEVER = () -> false;

  @TempDir Path runs;

  private final List<String> told = new ArrayList<>();
  private SweepFolder sweep;

  @BeforeEach
  void plan() {
    Experiments experiments = ExperimentRun.experiments(ConfigFolder.find(System.getProperties()));
    List<Sweep.Variant> variants =
        LongStream.rangeClosed(1, 4)
            .mapToObj(seed -> experiments.read("untrained", "seed=" + seed))
            .map(experiment -> new Sweep.Variant(Map.of("lr", "0.01"), experiment, false))
            .toList();
    sweep =
        SweepFolder.create(
            runs, new Sweep("rates", "Which?", List.of("lr"), variants), Instant.now());
  }

  @Test
  void everyRunIsBegunOnceInTheOrderOfThePlan() {
    ScriptedEngine engine = new ScriptedEngine(2);

    SweepResults results = run(engine, NEVER);

    assertThat(engine.begun())
        .containsExactly(
            "1-lr=0.01,seed=1", "2-lr=0.01,seed=2", "3-lr=0.01,seed=3", "4-lr=0.01,seed=4");
    assertThat(endings(results)).containsOnly(Ending.FINISHED);
  }

  @Test
  void noMoreGoOnAtOnceThanTheEngineHasRoomFor() {
    ScriptedEngine engine = new ScriptedEngine(2);
    for (PlannedRun run : sweep.manifest().runs()) {
      engine.attempts(run.folder(), ScriptedEngine.later(FINISHES));
    }

    run(engine, NEVER);

    assertThat(engine.most()).isEqualTo(2);
  }

  @Test
  void whatBreaksDownIsTriedOnceMore() {
    ScriptedEngine engine =
        new ScriptedEngine(1).attempts("2-lr=0.01,seed=2", breaks("out of luck"), FINISHES);

    SweepResults results = run(engine, NEVER);

    assertThat(told).contains("2 again: out of luck");
    assertThat(endings(results)).containsOnly(Ending.FINISHED);
    assertThat(engine.begun()).hasSize(5);
  }

  @Test
  void whatBreaksDownTwiceHasFailedAndTheOthersGoOn() throws IOException {
    ScriptedEngine engine =
        new ScriptedEngine(1)
            .attempts("2-lr=0.01,seed=2", breaks("out of luck"), breaks("again\nand more"));

    SweepResults results = run(engine, NEVER);

    assertThat(endings(results))
        .containsExactly(Ending.FINISHED, Ending.FAILED, Ending.FINISHED, Ending.FINISHED);
    assertThat(results.runs().get(1).reason()).isEqualTo("again and more");
    assertThat(Files.readString(sweep.resultsFile())).contains("failed,again and more");
  }

  @Test
  void aRunThatTakesNoStepForLongIsKilledAndTriedOnceMore() {
    ScriptedEngine engine = new ScriptedEngine(1).attempts("1-lr=0.01,seed=1", HANGS, HANGS);

    SweepResults results = run(engine, Duration.ofMillis(500), NEVER);

    assertThat(engine.ended())
        .containsExactly("killed 1-lr=0.01,seed=1", "killed 1-lr=0.01,seed=1");
    assertThat(results.runs().get(0).ending()).isEqualTo(Ending.FAILED);
    assertThat(results.runs().get(0).reason()).isEqualTo("it took no step for 0 seconds");
    assertThat(endings(results).subList(1, 4)).containsOnly(Ending.FINISHED);
  }

  @Test
  void whereTheEngineFailsTheTablesAreWrittenAndNothingIsTriedAgain() throws IOException {
    ScriptedEngine engine =
        new ScriptedEngine(
            () -> {
              if (told.contains("2 ended")) {
                throw UserError.unavailable("the engine is gone");
              }
              return 1;
            });

    assertThatThrownBy(() -> run(engine, NEVER)).hasMessage("the engine is gone");

    assertThat(told).containsExactly("1 ended", "2 ended");
    assertThat(Files.readString(sweep.resultsFile())).contains("finished", "missing");
  }

  @Test
  void aRunThatHasNoRoomIsNotSilentAndTheLackIsSaid() {
    AtomicInteger room = new AtomicInteger(1);
    ScriptedEngine engine =
        new ScriptedEngine(room::get)
            .attempts(
                "1-lr=0.01,seed=1",
                order -> {
                  room.set(0);
                  return CompletableFuture.supplyAsync(
                      () -> {
                        room.set(1);
                        return FINISHES.at(order).join();
                      },
                      CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS));
                });

    SweepResults results = run(engine, Duration.ofMillis(500), NEVER);

    assertThat(endings(results)).containsOnly(Ending.FINISHED);
    assertThat(engine.ended()).isEmpty();
    assertThat(told).containsOnlyOnce("lacks room");
  }

  @Test
  void whatHasFinishedOrWasStoppedByItsOwnRuleIsNotBegunAgain() {
    List<PlannedRun> planned = sweep.manifest().runs();
    RunFolders.finish(created(planned.get(0)));
    RunFolders.stop(created(planned.get(2)), "no hope");
    ScriptedEngine engine = new ScriptedEngine(2);

    SweepResults results = run(engine, NEVER);

    assertThat(engine.begun()).containsExactly("2-lr=0.01,seed=2", "4-lr=0.01,seed=4");
    assertThat(endings(results))
        .containsExactly(Ending.FINISHED, Ending.FINISHED, Ending.STOPPED, Ending.FINISHED);
  }

  @Test
  void theTableOfASweepThatWentOnIsThatOfOneThatWasLeftAlone() throws IOException {
    run(new ScriptedEngine(1), () -> told.contains("2 ended"));
    assertThat(endings(results())).contains(Ending.MISSING);
    run(new ScriptedEngine(1), NEVER);
    String goneOn = Files.readString(sweep.resultsFile());

    plan();
    run(new ScriptedEngine(2), NEVER);

    assertThat(goneOn).isEqualTo(Files.readString(sweep.resultsFile()));
  }

  @Test
  void askedToStopItEndsWhatGoesOnAndBeginsNothing() {
    ScriptedEngine engine = new ScriptedEngine(1).attempts("2-lr=0.01,seed=2", HANGS);

    SweepResults results = run(engine, () -> engine.begun().contains("2-lr=0.01,seed=2"));

    assertThat(engine.ended()).containsExactly("stopped 2-lr=0.01,seed=2");
    assertThat(endings(results))
        .containsExactly(Ending.FINISHED, Ending.MISSING, Ending.MISSING, Ending.MISSING);
  }

  @Test
  void aRunThatAnotherProcessStillEndsIsWaitedFor() {
    awaitWhoHas(created(sweep.manifest().runs().get(0)));
  }

  /** Its manifest is written before its charts. */
  @Test
  void soIsOneWhoseManifestSaysAlreadyWhatHasBecomeOfIt() {
    RunFolder folder = created(sweep.manifest().runs().get(0));
    folder.write(folder.manifest().interrupted("it was asked to end", Instant.now()));

    awaitWhoHas(folder);
  }

  private void awaitWhoHas(RunFolder folder) {
    RunLock lock = RunLock.acquire(folder.path(), why -> {});
    ScriptedEngine engine =
        new ScriptedEngine(1)
            .attempts(
                "4-lr=0.01,seed=4",
                order -> {
                  lock.close();
                  return FINISHES.at(order);
                });

    SweepResults results = run(engine, NEVER);

    assertThat(told).contains("1 awaited");
    assertThat(engine.begun()).endsWith("1-lr=0.01,seed=1").hasSize(4);
    assertThat(endings(results)).containsOnly(Ending.FINISHED);
  }

  @Test
  void theCheckpointsOfAFinishedRunGo() throws IOException {
    ScriptedEngine engine =
        new ScriptedEngine(1)
            .attempts(
                "1-lr=0.01,seed=1",
                order -> {
                  CompletableFuture<Optional<String>> end = FINISHES.at(order);
                  write(order.folder().resolve("checkpoints/step-0000001.safetensors"));
                  return end;
                });

    run(engine, NEVER);

    assertThat(sweep.path().resolve("1-lr=0.01,seed=1/checkpoints")).isEmptyDirectory();
  }

  private RunFolder created(PlannedRun run) {
    return RunFolders.createAt(sweep.of(run), run.settings());
  }

  @Test
  void anExperimentThatWasEditedSinceIsToldBeforeAnythingIsRun() throws IOException {
    Path file = sweep.experimentOf(sweep.manifest().runs().get(2));
    Files.writeString(file, Files.readString(file).replace("seed: 3", "seed: 7"));
    ScriptedEngine engine = new ScriptedEngine(1);

    assertThatThrownBy(() -> run(engine, NEVER))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file + " was edited since the sweep was planned. Put back");
    assertThat(engine.begun()).isEmpty();
  }

  @Test
  void aRunThatIsNotTheOneThatWasPlannedIsTold() {
    PlannedRun first = sweep.manifest().runs().get(0);
    RunFolders.createAt(sweep.of(first), Map.of("lr", "0.5", "seed", "1"));

    assertThatThrownBy(() -> run(new ScriptedEngine(1), NEVER))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "was made with {lr=0.5, seed=1}, and sweep.json plans {lr=0.01, seed=1}");
  }

  @Test
  void aRunWhoseManifestIsDamagedIsLeftAsItIs() throws IOException {
    RunFolder damaged = created(sweep.manifest().runs().get(1));
    Files.writeString(damaged.manifestFile(), "{");
    ScriptedEngine engine = new ScriptedEngine(2);

    SweepResults results = run(engine, NEVER);

    assertThat(engine.begun()).hasSize(3).doesNotContain("2-lr=0.01,seed=2");
    assertThat(results.runs().get(1).ending()).isEqualTo(Ending.FAILED);
    assertThat(results.runs().get(1).reason()).contains("or remove the run's folder");
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "weights");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private SweepResults run(ScriptedEngine engine, BooleanSupplier stop) {
    return run(engine, SweepRun.PATIENCE, stop);
  }

  private SweepResults run(ScriptedEngine engine, Duration patience, BooleanSupplier stop) {
    return new SweepRun(sweep, engine, patience, new Telling()).start(stop);
  }

  private SweepResults results() {
    return SweepResults.of(sweep.manifest(), run -> RunResult.of(run, sweep.of(run)));
  }

  private static List<Ending> endings(SweepResults results) {
    return results.runs().stream().map(RunResult::ending).toList();
  }

  /** Keeps what is told. */
  private final class Telling implements SweepObserver {
    @Override
    public void lacksRoom() {
      told.add("lacks room");
    }

    @Override
    public void goesOn(SweepProgress progress) {}

    @Override
    public void triedAgain(PlannedRun run, String why) {
      told.add(run.number() + " again: " + why);
    }

    @Override
    public void waitsFor(PlannedRun run) {
      told.add(run.number() + " awaited");
    }

    @Override
    public void stopping(int running) {}

    @Override
    public void ended(RunResult result, SweepProgress progress) {
      told.add(result.run().number() + " ended");
    }
  }
}
