package org.visualizingweights.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.visualizingweights.UserError;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.model.Network;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.model.given.GivenGraph;
import org.visualizingweights.model.given.GivenNetwork;
import org.visualizingweights.model.weights.PretrainedWeights;
import org.visualizingweights.model.weights.Weights;
import org.visualizingweights.network.Architecture;
import org.visualizingweights.training.TrainedGiven;
import org.visualizingweights.training.TrainedResNet;
import org.visualizingweights.training.Trainer;

/** Makes the network of a run, with the weights that it starts from, and says which they are. */
record Preparation(StartingPoint from, Settings settings, RunConsole console) {

  private Experiment experiment() {
    return from.experiment();
  }

  /**
   * Checks what needs neither data nor weights.
   *
   * @throws UserError where weights are asked for that nobody has
   */
  void check() {
    Network network = experiment().network();
    if (experiment().pretrained() && network instanceof GivenNetwork given && !given.hasWeights()) {
      throw UserError.unavailable(
          "%s comes without weights, and none are to be had; say pretrained: false, or name a file that Deeplearning4j saved with its weights"
              .formatted(network.title()));
    }
  }

  RunNetwork network(int classes) {
    return experiment().network() instanceof GivenNetwork given
        ? given(given, classes)
        : ours((ResNet) experiment().network(), classes);
  }

  private RunNetwork ours(ResNet network, int classes) {
    Compute compute = Compute.choose(settings.layers(), console.out());
    ComputationGraph graph =
        Trainer.network(
            network
                .builder(compute.kit())
                .head(experiment().head())
                .classes(classes)
                .imageSize(experiment().imageSize())
                .seed(experiment().seed()),
            experiment().freeze(),
            experiment().lr(),
            experiment().optimizer());
    Architecture architecture = network.architecture(experiment().head());
    Provenance weights = startingWeights(network, graph);
    return new RunNetwork(
        new TrainedResNet(graph, architecture.logits().orElseThrow()),
        architecture,
        compute,
        weights,
        List.of());
  }

  private Provenance startingWeights(ResNet network, ComputationGraph graph) {
    if (!experiment().pretrained()) {
      Provenance random = random(Map.of());
      console.startsFrom(random, List.of(), Optional.empty());
      return random;
    }
    PretrainedWeights known =
        new PretrainedWeights(network, settings.data(), settings.weights(), console.out());
    Weights weights = from.weights(known);
    console.startsFrom(
        weights.provenance(), weights.remarks(), weights.putInto(graph, network.torchvision()));
    return weights.provenance();
  }

  /**
   * @param sha256 of the file that the network is from, if it is
   */
  private Provenance random(Map<String, String> sha256) {
    return new Provenance("random", "drawn from seed " + experiment().seed(), sha256);
  }

  private RunNetwork given(GivenNetwork network, int classes) {
    Compute compute = Compute.ofGiven(console.out());
    GivenGraph made = network.make(experiment().wishes(classes));
    List<String> notes = new ArrayList<>(network.remarks());
    notes.addAll(made.announcements());
    if (made.graph().calcRegularizationScore(true) > 0) {
      notes.add(
          "the loss of training has the network's penalties on weights (L1, L2, weight decay) in it, that of validation has not");
    }
    console.trains(network.title(), network.input(), experiment().imageSize(), notes);
    Provenance weights = weights(network, made);
    console.startsFrom(weights, List.of(), Optional.empty());
    Architecture known = network.architecture(experiment().head());
    return new RunNetwork(
        new TrainedGiven(made.graph(), network.input()),
        new Architecture(
            known.name(),
            known.parts(),
            known.logits(),
            known.firstConvolution(),
            Dl4jNetwork.of(made.graph()).classes()),
        compute,
        weights,
        notes);
  }

  private Provenance weights(GivenNetwork network, GivenGraph made) {
    Map<String, String> sha256 = network.file().map(Provenance::sha256).orElse(Map.of());
    if (!experiment().pretrained()) {
      return random(sha256);
    }
    Provenance file = network.file().orElseThrow();
    Optional<String> part =
        Optional.of("but for %s, which is made anew".formatted(network.head()))
            .filter(fresh -> made.isHeadFresh());
    return new Provenance(
        file.name(), part, file.origin(), sha256, Optional.empty(), Optional.empty());
  }
}
