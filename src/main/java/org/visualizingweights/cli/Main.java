package org.visualizingweights.cli;

import org.visualizingweights.UserError;
import org.visualizingweights.launch.Lifeline;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The program, from its command line to its exit status. */
@Command(
    name = "visualizing-weights",
    description = {
      "See what every layer of a network does while it trains.",
      "",
      "An experiment is a short YAML file. Running it trains a ResNet-18, captures what the chosen"
          + " layers do at every step, and leaves tables and charts in a folder below runs/."
    },
    subcommands = {
      RunCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      UiCommand.class,
      ExportCommand.class,
      ValidateCommand.class,
      BenchCommand.class
    },
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "[COMMAND]",
    usageHelpAutoWidth = true,
    footer = {
      "",
      "With Maven:",
      "  mvn exec:java -Dexperiment=untrained",
      "  mvn exec:java -Dexperiment=untrained -Dset=epochs=1,limit=2048",
      "  mvn exec:java -Dresume=runs/untrained/2026-11-23T10-15-30Z",
      "  mvn exec:java@ui",
      "  mvn exec:java -Dexec.args=\"validate experiments/untrained.yaml\"",
      "",
      "Exit status: 0 done; 2 a mistake in what was asked for; 3 data or weights that cannot be"
          + " had; 130 or 143 interrupted."
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Lifeline.attach();
    int status = commandLine().execute(arguments.length == 0 ? new String[] {"run"} : arguments);
    System.out.flush();
    System.exit(status);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (problem, commandLine, parsed) -> {
              if (problem instanceof UserError error) {
                System.out.flush();
                System.err.println(error.getMessage());
                return error.exitStatus();
              }
              throw problem;
            });
  }
}
