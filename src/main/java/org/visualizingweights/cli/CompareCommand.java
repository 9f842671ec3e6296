package org.visualizingweights.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.visualizingweights.Count;
import org.visualizingweights.report.Report;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes one HTML file about several runs. */
@Command(name = "compare", description = "Write one HTML file that shows runs beside each other.")
final class CompareCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = {
        "Folders of runs: runs/untrained/2026-11-23T10-15-30Z;",
        "runs/untrained stands for the newest run in it."
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
    List<RunFolder> runs =
        folders.stream()
            .map(Runs::resolve)
            .map(run -> run.path().toAbsolutePath().normalize())
            .distinct()
            .map(RunFolder::open)
            .toList();
    Report.write(runs, output);
    System.out.println(output.toAbsolutePath() + ": " + Count.of(runs.size(), "run"));
    return 0;
  }
}
