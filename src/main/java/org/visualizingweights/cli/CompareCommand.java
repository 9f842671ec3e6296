package org.visualizingweights.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.visualizingweights.Count;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.report.Comparison;
import org.visualizingweights.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes one HTML file about several runs. */
@Command(name = "compare", description = "Write one HTML file that shows runs beside each other.")
final class CompareCommand implements Callable<Integer> {
  /** More names are for the page. */
  private static final int MOST_NAMES = 12;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = {
        "Folders of runs: runs/untrained/2026-11-23T10-15-30Z;",
        "runs/untrained stands for the newest run in it. Or of sweeps, in the same way: their",
        "runs are shown by what varies."
      })
  private List<Path> folders;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = {
        "The file to write, by default comparison.html in the folder of runs. A file that is no"
            + " report is never replaced."
      })
  private Optional<Path> output = Optional.empty();

  @Override
  public Integer call() {
    ComparedRuns runs = new ComparedRuns(folders);
    Comparison comparison = runs.comparison();
    Path file = output.orElseGet(CompareCommand::amongRuns).toAbsolutePath().normalize();
    boolean replaced = replaces(file);
    Report.write(comparison, file);
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        file
            + ": "
            + Count.of(comparison.size(), "run")
            + (replaced ? ", in the place of the report that was there" : ""));
    comparison.remarks().forEach(out::println);
    sayLeftOut(runs.leftOut(), out);
    return 0;
  }

  private static void sayLeftOut(List<Path> leftOut, PrintWriter out) {
    if (!leftOut.isEmpty()) {
      out.println("Not shown:");
      leftOut.stream().limit(MOST_NAMES).forEach(run -> out.println("  " + run));
      int more = leftOut.size() - MOST_NAMES;
      if (more > 0) {
        out.println("  and %s more".formatted(Count.of(more)));
      }
    }
  }

  private static Path amongRuns() {
    Properties properties = System.getProperties();
    Path runs = Settings.read(ConfigFolder.find(properties), properties).runs();
    Path file = runs.resolve("comparison.html");
    try {
      Files.createDirectories(runs);
      return file;
    } catch (IOException e) {
      throw WholeFile.cannotWrite(file, e);
    }
  }

  private static boolean replaces(Path file) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (!Report.isOne(file)) {
      throw UserError.badInput(
          "%s is there already, and is no report of runs, so it stays as it is; name another file with -o FILE"
              .formatted(file));
    }
    return true;
  }
}
