package org.visualizingweights.sweep.remote;

import java.io.IOException;
import java.nio.file.Path;
import org.visualizingweights.UserError;
import org.visualizingweights.files.FileTree;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.plan.SweepFolder;

/** What a sweep that was killed has left of runs that went on elsewhere. */
public final class Remains {
  private Remains() {}

  /**
   * Puts in its place what had come back as a whole, and removes what had not, and what was there
   * to be looked at meanwhile. Nobody else may write to the sweep's folder.
   *
   * @throws UserError where that is not possible
   */
  public static void settle(SweepFolder sweep) {
    try {
      Arrival.settle(sweep.path());
      for (PlannedRun run : sweep.manifest().runs()) {
        Path folder = sweep.of(run);
        if (Mirror.isMirror(folder)) {
          FileTree.remove(folder);
        }
      }
    } catch (IOException e) {
      throw UserError.unavailable(
          "%s cannot be written to (%s). Is the disk full, or the folder read-only?"
              .formatted(sweep.path(), e),
          e);
    }
  }
}
