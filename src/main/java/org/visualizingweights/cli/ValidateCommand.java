package org.visualizingweights.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.visualizingweights.UserError;
import org.visualizingweights.execution.ExperimentRun;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiments;
import org.visualizingweights.experiment.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks experiments without running them. */
@Command(name = "validate", description = "Check experiments without running them.")
final class ValidateCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "EXPERIMENT",
      description = "Names in experiments/, or YAML files.")
  private List<String> names;

  @Override
  public Integer call() {
    ConfigFolder config = ConfigFolder.find(System.getProperties());
    Experiments experiments =
        ExperimentRun.experiments(config).with(Settings.read(config, System.getProperties()));
    int status = 0;
    for (String name : names) {
      try {
        System.out.printf("%s: fine: %s%n", name, experiments.read(name, "").description());
      } catch (UserError mistakes) {
        System.err.println(mistakes.getMessage());
        status = mistakes.exitStatus();
      }
    }
    return status;
  }
}
