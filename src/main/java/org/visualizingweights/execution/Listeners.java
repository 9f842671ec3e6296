package org.visualizingweights.execution;

import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsUpdateConfiguration;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.visualizingweights.activations.CaptureListener;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.NetworkListener;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.parameters.ParameterListener;
import org.visualizingweights.parameters.ParameterSettings;
import org.visualizingweights.storage.RunStorage;

/** What listens to the network of a run while it trains, and stores what it hears. */
public final class Listeners {
  /** Steps between two reports of Deeplearning4j's StatsListener. */
  public static final int REPORT_EVERY = 250;

  private Listeners() {}

  /**
   * Attaches all of them.
   *
   * @param firstConvolution of the network, if it has one
   * @param session name of the run in its storage
   * @param steps of the whole run
   */
  static void attach(
      ComputationGraph network,
      Experiment experiment,
      Optional<String> firstConvolution,
      RunStorage storage,
      String session,
      int steps) {
    CaptureWriter captures = new CaptureWriter(storage, experiment.capture());
    Dl4jNetwork listened = Dl4jNetwork.of(network);
    NetworkListener.attach(
        listened,
        new CaptureListener(listened, experiment.capture(), captures::put),
        new ParameterListener(
            listened,
            new ParameterSettings(experiment.weightsEvery(), steps - 1, firstConvolution),
            storage));
    network.addListeners(
        new StatsListener(storage.reports(), null, reports(REPORT_EVERY), session, "training"));
  }

  /**
   * What Deeplearning4j's StatsListener reports. It reads every parameter, gradient and update for
   * each figure; with its histograms, and with those of the activations that are captured anyway, a
   * report would take as long as 15 steps.
   *
   * @param every steps between two reports
   */
  public static StatsUpdateConfiguration reports(int every) {
    return new DefaultStatsUpdateConfiguration.Builder()
        .reportingFrequency(every)
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
