package org.visualizingweights.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.visualizingweights.report.RunResults;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.run.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes charts and report of runs anew. */
@Command(
    name = "report",
    description = {
      "Make charts and report of runs anew, in their folders.",
      "",
      "Of any run that is over, however it ended and whatever version wrote it."
    })
final class ReportCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = {
        "Folders of runs: runs/untrained/2026-11-23T10-15-30Z;",
        "runs/untrained stands for the newest run in it."
      })
  private List<Path> runs;

  @Override
  public Integer call() {
    for (RunFolder run : runs.stream().map(Runs::meant).toList()) {
      try (RunLock lock = RunLock.acquire(run.path(), System.out::println)) {
        RunResults.write(run);
      }
      System.out.printf("Report: %s, charts: %s%n", run.reportFile(), run.charts());
    }
    return 0;
  }
}
