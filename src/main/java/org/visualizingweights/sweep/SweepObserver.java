package org.visualizingweights.sweep;

import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.results.RunResult;

/** Is told how a sweep goes, on the thread that runs it. */
public interface SweepObserver {

  /** Some time has passed. */
  void goesOn(SweepProgress progress);

  /**
   * A run is to be tried once more.
   *
   * @param why the first attempt came to nothing
   */
  void triedAgain(PlannedRun run, String why);

  /** A run that goes on in another process, of before perhaps, is waited for. */
  void waitsFor(PlannedRun run);

  /** The engine has no room for any run at the moment; the sweep waits for some. */
  void lacksRoom();

  /**
   * The sweep was asked to end, and does when its runs have.
   *
   * @param running that end between two steps and finish their files
   */
  void stopping(int running);

  /** A run has ended, for good. */
  void ended(RunResult result, SweepProgress progress);
}
