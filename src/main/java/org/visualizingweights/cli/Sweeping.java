package org.visualizingweights.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.visualizingweights.Count;
import org.visualizingweights.ShellWord;
import org.visualizingweights.UserError;
import org.visualizingweights.execution.Ingredients;
import org.visualizingweights.execution.Stop;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Experiments;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.files.StreamConsole;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.sweep.Engine;
import org.visualizingweights.sweep.SweepRun;
import org.visualizingweights.sweep.local.LocalEngine;
import org.visualizingweights.sweep.plan.SweepFolder;
import org.visualizingweights.sweep.remote.Remains;
import org.visualizingweights.sweep.results.Ending;
import org.visualizingweights.sweep.results.SweepResults;
import org.visualizingweights.sweep.spark.SparkEngine;
import org.visualizingweights.sweep.spark.SparkEngine.Cluster;
import org.visualizingweights.ui.LiveView;

/** Runs a sweep, or what is missing of one, for somebody who looks on. */
record Sweeping(
    ConfigFolder config,
    Settings settings,
    Experiments experiments,
    Stop stop,
    PrintStream out,
    boolean terminal) {
  static final int SOME_FAILED = 4;
  private static final int INTERRUPTED = 130;

  /**
   * Runs what is missing.
   *
   * @return the exit status
   */
  int run(SweepFolder sweep) {
    out.println(sweep.manifest().name() + ": " + sweep.manifest().description());
    try (RunLock lock = RunLock.acquire(sweep.path(), out::println);
        LiveView view = LiveView.open(settings.ui(), settings.runs(), out::println)) {
      return run(sweep, view);
    } catch (UserError e) {
      throw e.exitStatus() == UserError.BAD_INPUT
          ? e
          : UserError.unavailable(e.getMessage() + "\n" + kept(sweep), e);
    }
  }

  private int run(SweepFolder sweep, LiveView view) {
    try (Engine engine = engine(sweep)) {
      out.printf(
          "sweep     %s, %s at once, in %s%n",
          Count.of(sweep.manifest().runs().size(), "run"), engine.atOnce(), sweep.path());
      view.announceAll();
      stop.finishFirst(() -> kept(sweep));
      return end(sweep, execute(sweep, engine));
    }
  }

  private SweepResults execute(SweepFolder sweep, Engine engine) {
    SweepConsole console = new SweepConsole(out, terminal);
    try {
      return new SweepRun(sweep, engine, SweepRun.PATIENCE, console).start(stop::requested);
    } finally {
      console.close();
    }
  }

  private Engine engine(SweepFolder sweep) {
    Remains.settle(sweep);
    return settings
        .spark()
        .map(spark -> engine(sweep, spark))
        .orElseGet(() -> LocalEngine.of(settings.atOnce(), settings.threads(), out::println));
  }

  private Engine engine(SweepFolder sweep, Settings.Spark spark) {
    List<Experiment> planned =
        sweep.manifest().runs().stream()
            .map(run -> experiments.readRecorded(sweep.experimentOf(run), ""))
            .toList();
    Map<String, Path> needed =
        Ingredients.of(planned, settings, spark.shared(), new StreamConsole(out, terminal));
    return SparkEngine.start(
        new Cluster(
            spark.master(), spark.port(), spark.shared(), settings.atOnce(), settings.threads()),
        sweep.manifest().name(),
        sweep.path().resolve("logs").resolve("spark.log"),
        config.path(),
        needed,
        out::println);
  }

  private int end(SweepFolder sweep, SweepResults results) {
    out.println();
    out.println(results.table());
    out.printf("A row a run: %s%n", sweep.resultsFile());
    long failed = results.runs().stream().filter(run -> run.ending() == Ending.FAILED).count();
    if (!results.runs().stream().allMatch(run -> run.ending().isFinal())) {
      out.println("Interrupted. " + kept(sweep));
      return INTERRUPTED;
    }
    out.println(
        failed == 0
            ? "Finished."
            : "%s; what they said is in %s. To try them again: %s"
                .formatted(
                    Count.of(failed, "run has failed", "runs have failed"),
                    sweep.path().resolve("logs"),
                    goOn(sweep)));
    return failed == 0 ? 0 : SOME_FAILED;
  }

  private String kept(SweepFolder sweep) {
    return "What is done is in %s. To go on: %s".formatted(sweep.path(), goOn(sweep));
  }

  private String goOn(SweepFolder sweep) {
    String cluster =
        settings.spark().map(spark -> " -Dsweep.spark=" + ShellWord.of(spark.master())).orElse("");
    return "mvn exec:java -Dresume=" + ShellWord.of(sweep.path()) + cluster;
  }
}
