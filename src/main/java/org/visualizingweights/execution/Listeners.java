package org.visualizingweights.execution;

import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.visualizingweights.activations.CaptureListener;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.NetworkListener;
import org.visualizingweights.dl4j.StatsReports;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.parameters.ParameterListener;
import org.visualizingweights.parameters.ParameterSettings;
import org.visualizingweights.storage.RunStorage;

/** What listens to the network of a run while it trains, and stores what it hears. */
final class Listeners {
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
    network.addListeners(StatsReports.listener(storage.reports(), session));
  }
}
