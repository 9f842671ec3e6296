package org.visualizingweights.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.visualizingweights.UserError;
import org.visualizingweights.execution.ExperimentRun;
import org.visualizingweights.execution.Resumption;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Experiments;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.experiment.Sweep;
import org.visualizingweights.files.StreamConsole;
import org.visualizingweights.host.Terminal;
import org.visualizingweights.report.RunResults;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;
import org.visualizingweights.sweep.plan.SweepFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Runs one experiment; without one, says which there are. */
@Command(name = "run", description = "Run an experiment (what happens without a command).")
final class RunCommand implements Callable<Integer> {
  private static final int NOTHING_TO_RUN = 2;
  private static final int INTERRUPTED = 130;

  @ParentCommand private Main main;

  @Parameters(
      arity = "0..1",
      paramLabel = "EXPERIMENT",
      defaultValue = "${sys:experiment:-}",
      description = "A name in experiments/, or a YAML file; by default -Dexperiment.")
  private String experiment;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE,...",
      defaultValue = "${sys:set:-}",
      description = "Override keys of the experiment for this run; by default -Dset.")
  private String overrides;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      defaultValue = "${sys:resume:-}",
      description =
          "Go on with the run of this folder from its last checkpoint, instead, and make what it"
              + " lacks of charts and report; by default -Dresume. runs/<experiment> stands for the"
              + " newest run in it. Of --set, only epochs can be changed, and dataset where a folder of"
              + " images has moved.")
  private String run;

  private final PrintStream out = System.out;
  private final boolean terminal = Terminal.isThere();

  @Override
  public Integer call() {
    Experiments.checkProperties(System.getProperties(), overrides);
    ConfigFolder config = ConfigFolder.find(System.getProperties());
    Settings settings = Settings.read(config, System.getProperties());
    Experiments experiments = ExperimentRun.experiments(config).with(settings);
    if (!run.isEmpty()) {
      return resume(config, experiments, settings);
    }
    if (experiment.isEmpty()) {
      list(experiments.list());
      return NOTHING_TO_RUN;
    }
    Sweep plan = experiments.plan(experiment, overrides);
    return plan.isOneRun()
        ? run(plan.runs().get(0).experiment(), settings)
        : sweeping(config, settings, experiments)
            .run(SweepFolder.create(settings.runs(), plan, Instant.now()));
  }

  private Sweeping sweeping(ConfigFolder config, Settings settings, Experiments experiments) {
    return new Sweeping(config, settings, experiments, main.stop(), out, terminal);
  }

  private int run(Experiment chosen, Settings settings) {
    return run(
        new ExperimentRun(
            chosen, Experiments.overrides(overrides), settings, console(), console(chosen)));
  }

  private int resume(ConfigFolder config, Experiments experiments, Settings settings) {
    if (!experiment.isEmpty()) {
      throw UserError.badInput(
          "A run is resumed with the experiment in its folder; leave %s out".formatted(experiment));
    }
    Optional<SweepFolder> sweep = SweepFolder.find(Path.of(run));
    if (sweep.isPresent()) {
      if (!overrides.isEmpty()) {
        throw UserError.badInput(
            "A sweep goes on as it was planned; leave -Dset=%s out".formatted(overrides));
      }
      return sweeping(config, settings, experiments).run(sweep.get());
    }
    try (Resumption resumption =
        Resumption.of(Path.of(run), overrides, experiments, console()::say)) {
      return resumption.isTrained()
          ? makeResults(resumption.folder())
          : run(
              new ExperimentRun(resumption, settings, console(), console(resumption.experiment())));
    }
  }

  private int makeResults(RunFolder folder) {
    RunResults.write(folder);
    out.println("Nothing was left to train. " + RunResults.places(folder));
    return 0;
  }

  private int run(ExperimentRun run) {
    return run.start(main.stop()) == Status.INTERRUPTED ? INTERRUPTED : 0;
  }

  private StreamConsole console() {
    return new StreamConsole(out, terminal);
  }

  private TrainingConsole console(Experiment chosen) {
    return new TrainingConsole(out, terminal, chosen.epochs(), chosen.batchSize());
  }

  private void list(List<Experiments.Listed> experiments) {
    out.println("Which experiment? One of these, or a YAML file of your own:");
    out.println();
    int width = experiments.stream().mapToInt(e -> e.name().length()).max().orElse(0);
    for (Experiments.Listed listed : experiments) {
      String mark = listed.valid() ? "" : "(cannot be run) ";
      out.printf("  %-" + Math.max(width, 1) + "s  %s%s%n", listed.name(), mark, listed.text());
    }
    out.println();
    out.println("  mvn exec:java -Dexperiment=NAME");
    out.println("  mvn exec:java -Dexec.args=--help");
  }
}
