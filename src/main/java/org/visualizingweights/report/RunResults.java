package org.visualizingweights.report;

import org.visualizingweights.UserError;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Results;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.view.MergedRun;

/** What is made of a run that is over, in whole or before its time: its report and its charts. */
public final class RunResults {
  private RunResults() {}

  /** Where they are, in a few words. */
  public static String places(RunFolder run) {
    return "Report: %s, charts: %s".formatted(run.reportFile(), run.charts());
  }

  /** Makes them anew, of the whole run. */
  public static void write(RunFolder run) {
    write(run, ChartSettings.WHOLE);
  }

  /**
   * Makes them anew, and notes in the manifest what became of them. The report comes first: it
   * needs no fonts.
   *
   * @param run to whose folder this process has the right to write
   * @param charts what they show; the report always has the whole run
   * @throws UserError where they cannot be made
   */
  public static void write(RunFolder run, ChartSettings charts) {
    Manifest manifest = run.manifest();
    try {
      MergedRun merged = new MergedRun(run);
      Report.write(merged);
      Charts.write(run, charts.of(merged), charts);
    } catch (UserError e) {
      if (e.exitStatus() == UserError.BAD_INPUT) {
        throw e; // of a chart that was asked for; nothing is missing
      }
      note(run, manifest, e);
      throw missing(run, e);
    } catch (RuntimeException | Error e) {
      note(run, manifest, e);
      throw e;
    }
    run.write(manifest.with(Results.MADE));
  }

  private static void note(RunFolder run, Manifest manifest, Throwable cause) {
    run.writeAfter(cause, manifest.with(Results.missing(String.valueOf(cause.getMessage()))));
  }

  private static UserError missing(RunFolder run, Throwable cause) {
    return UserError.unavailable(
        ("%s is kept, but not all of its charts and report could be made: %s%n"
                + "When that is mended: mvn exec:java -Dexec.args=\"report %s\"")
            .formatted(run.path(), cause.getMessage(), run.path()),
        cause);
  }
}
