package org.visualizingweights.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.visualizingweights.Count;
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
      defaultValue = "comparison.html",
      description = "The file to write (${DEFAULT-VALUE}).")
  private Path output;

  @Override
  public Integer call() {
    ComparedRuns runs = new ComparedRuns(folders);
    Comparison comparison = runs.comparison();
    Report.write(comparison, output);
    PrintWriter out = spec.commandLine().getOut();
    out.println(output.toAbsolutePath() + ": " + Count.of(comparison.size(), "run"));
    comparison.remarks().forEach(out::println);
    if (!runs.leftOut().isEmpty()) {
      out.println("Not shown:");
      runs.leftOut().stream().limit(MOST_NAMES).forEach(run -> out.println("  " + run));
      int more = runs.leftOut().size() - MOST_NAMES;
      if (more > 0) {
        out.println("  and %s more".formatted(Count.of(more)));
      }
    }
    return 0;
  }
}
