package org.visualizingweights.cli;

import java.util.Locale;
import org.slf4j.LoggerFactory;
import org.visualizingweights.UserError;
import org.visualizingweights.execution.Stop;
import org.visualizingweights.launch.Failure;
import org.visualizingweights.launch.Interruption;
import org.visualizingweights.launch.Lifeline;
import org.visualizingweights.launch.Logging;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The program, from its command line to its exit status. */
@Command(
    name = "visualizing-weights",
    description = {
      "See what every layer of a network does while it trains.",
      "",
      "An experiment is a short YAML file. Running it trains a ResNet, captures what the chosen"
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
      "Exit status: 0 done; 1 the machine lacks something, such as memory or open files, or the"
          + " program has a bug; 2 a mistake in what was asked for; 3 what cannot be had or written:"
          + " data, weights, room on the disk, fonts; 129, 130 or 143 interrupted (SIGHUP, Ctrl-C, SIGTERM)."
    })
public final class Main {
  private final Stop stop;

  private Main(Stop stop) {
    this.stop = stop;
  }

  public static void main(String[] arguments) {
    begin();
    int status;
    // Around all that is said, as the JVM may end when it is closed.
    try (Interruption interruption = Interruption.listen()) {
      status = execute(commandLine(new Asked(interruption)), arguments);
    }
    System.exit(status);
  }

  /** What each program of ours begins with. */
  static void begin() {
    // Libraries put numbers into what programs read, too.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    // Nothing is shown but in the browser; the display that DISPLAY names may be long gone.
    System.setProperty("java.awt.headless", "true");
    Lifeline.attach();
    Logging.configure();
    LoggerFactory.getILoggerFactory(); // or SLF4J complains where two threads are the first to log
  }

  private static int execute(CommandLine commandLine, String... arguments) {
    try {
      return commandLine.execute(arguments.length == 0 ? new String[] {"run"} : arguments);
    } catch (Error e) {
      return Failure.report(e);
    } finally {
      System.out.flush();
    }
  }

  static CommandLine commandLine() {
    return commandLine(() -> false);
  }

  private static CommandLine commandLine(Stop stop) {
    return new CommandLine(new Main(stop))
        .setExecutionExceptionHandler(
            (problem, commandLine, parsed) -> {
              System.out.flush();
              return problem instanceof UserError error ? report(error) : Failure.report(problem);
            });
  }

  private static int report(UserError error) {
    System.err.println(error.getMessage());
    Failure.tooManyFiles(error).ifPresent(System.err::println);
    return error.exitStatus();
  }

  /** How a run that the program executes is asked to end. */
  Stop stop() {
    return stop;
  }
}
