package org.visualizingweights.run;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs that are taken to go on in this process, until the test is over. */
public final class RunsThatGoOn implements AfterEachCallback {
  private final List<RunLock> locks = new ArrayList<>();

  /** Has a run be one that goes on; returns it. */
  public RunFolder add(RunFolder run) {
    locks.add(RunLock.acquire(run.path(), problem -> {}));
    return run;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    locks.forEach(RunLock::close);
    locks.clear();
  }
}
