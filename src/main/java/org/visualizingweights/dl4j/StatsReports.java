package org.visualizingweights.dl4j;

import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsUpdateConfiguration;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;

/** What Deeplearning4j's own pages show of a run: the reports of its StatsListener. */
public final class StatsReports {
  /** Steps between two reports. */
  public static final int EVERY = 250;

  private StatsReports() {}

  /**
   * A listener that reports now and then.
   *
   * @param session name of the run in its storage
   */
  public static StatsListener listener(StatsStorageRouter reports, String session) {
    return new StatsListener(reports, null, every(EVERY), session, "training");
  }

  /**
   * What is reported. A StatsListener reads every parameter, gradient and update for each figure;
   * with its histograms, and with those of the activations that are captured anyway, a report would
   * take as long as 15 steps.
   *
   * @param steps between two reports
   */
  public static StatsUpdateConfiguration every(int steps) {
    return new DefaultStatsUpdateConfiguration.Builder()
        .reportingFrequency(steps)
        .collectHistogramsParameters(false)
        .collectHistogramsGradients(false)
        .collectHistogramsUpdates(false)
        .collectHistogramsActivations(false)
        .collectMeanParameters(false)
        .collectMeanGradients(false)
        .collectMeanUpdates(false)
        .collectMeanActivations(false)
        .collectStdevParameters(false)
        .collectStdevGradients(false)
        .collectStdevUpdates(false)
        .collectStdevActivations(false)
        .collectMeanMagnitudesActivations(false)
        .build();
  }
}
