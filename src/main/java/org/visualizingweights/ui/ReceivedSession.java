package org.visualizingweights.ui;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/** What another program has reported of one training, as far as it is kept. */
final class ReceivedSession extends InMemoryStatsStorage {
  /** What a report takes besides its contents. */
  private static final int OVERHEAD = 1024;

  private final String id;
  private final List<UpdateReport> updates = new ArrayList<>();
  private long bytes;

  /** A report that can be done without, since others come before and after it. */
  private record UpdateReport(String worker, long time, int bytes) {}

  ReceivedSession(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  /** Whether it is known what is trained. */
  boolean hasBegun() {
    return sessionExists(id);
  }

  /** How much is kept, as it was sent. */
  long bytes() {
    return bytes;
  }

  void take(Persistable report, int length) {
    if (report instanceof SbeStatsInitializationReport) {
      putStaticInfo(report);
    } else {
      putUpdate(report);
      updates.add(new UpdateReport(report.getWorkerID(), report.getTimeStamp(), length + OVERHEAD));
    }
    bytes += length + OVERHEAD;
  }

  /**
   * Forgets every other update, and not the last.
   *
   * @return whether there was one to forget
   */
  boolean thin() {
    List<UpdateReport> kept = new ArrayList<>();
    for (int i = 0; i < updates.size(); i++) {
      UpdateReport update = updates.get(i);
      if ((updates.size() - i) % 2 == 1) {
        kept.add(update);
      } else {
        getUpdateMap(id, StatsListener.TYPE_ID, update.worker(), true).remove(update.time());
        bytes -= update.bytes();
      }
    }
    boolean thinner = kept.size() < updates.size();
    updates.clear();
    updates.addAll(kept);
    return thinner;
  }
}
