package org.visualizingweights.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.visualizingweights.Count;
import org.visualizingweights.UserError;
import org.visualizingweights.execution.ExperimentRun;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiments;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.experiment.Sweep;
import org.visualizingweights.run.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks experiments without running them, and says which runs there will be. */
@Command(
    name = "validate",
    description =
        "Check experiments without running them; say which runs there will be, how long they will"
            + " take, and how much they will leave.")
final class ValidateCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "EXPERIMENT",
      description = "Names in experiments/, or YAML files; several with commas between: one sweep.")
  private List<String> names;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE,...",
      defaultValue = "${sys:set:-}",
      description = "Override keys of each; by default -Dset.")
  private String overrides;

  @Override
  public Integer call() {
    ConfigFolder config = ConfigFolder.find(System.getProperties());
    Settings settings = Settings.read(config, System.getProperties());
    Experiments experiments = ExperimentRun.experiments(config).with(settings);
    Runs runs = new Runs(settings.runs());
    int status = 0;
    for (String name : names) {
      try {
        Sweep sweep = experiments.plan(name, overrides);
        System.out.printf("%s: fine: %s%n", name, sweep.description());
        lines(sweep, runs).forEach(line -> System.out.println("  " + line));
      } catch (UserError mistakes) {
        System.err.println(mistakes.getMessage());
        status = mistakes.exitStatus();
      }
    }
    return status;
  }

  private static List<String> lines(Sweep sweep, Runs runs) {
    List<String> lines = new Estimate(sweep).lines(runs);
    if (!sweep.isOneRun()) {
      lines.addAll(0, new RunTable(sweep).lines());
      lines.add(0, Count.of(sweep.runs().size(), "run") + ":");
    }
    return lines;
  }
}
