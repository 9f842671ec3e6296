package org.visualizingweights.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;

class NetworkListenerTest {
  private final List<String> heard = new ArrayList<>();
  private final List<Model> others = new ArrayList<>();

  private final class Hearing implements StepListener {
    private int steps;

    @Override
    public void forward(int step, Map<String, INDArray> activations) {
      heard.add("forward " + step + " " + activations.containsKey("layer0"));
    }

    @Override
    public void backward(int step) {
      heard.add("backward " + step);
    }

    @Override
    public void done(int step, int epoch, double loss) {
      heard.add("done " + step + " of epoch " + epoch);
      steps++;
    }

    @Override
    public void epochStarted() {
      heard.add("epoch started");
    }

    @Override
    public void epochDone() {
      heard.add("epoch done");
    }
  }

  private void listen(Model model) {
    Hearing hearing = new Hearing();
    model.addListeners(
        new NetworkListener(
            Dl4jNetwork.of(model), () -> hearing.steps, List.of(hearing), others::add));
  }

  private static Case caseOf(String name) {
    return Case.all().filter(kind -> kind.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void stepsAreNumberedByWhoListens() {
    Case kind = caseOf("dense, FLOAT");
    MultiLayerNetwork model = (MultiLayerNetwork) kind.plain();
    model.setIterationCount(5000);
    listen(model);

    model.fit(new SingletonDataSetIterator(Case.dataSet(kind.batches().get(0))), 1);
    model.fit(Case.dataSet(kind.batches().get(1)));

    assertThat(heard)
        .containsExactly(
            "epoch started",
            "forward 0 true",
            "backward 0",
            "done 0 of epoch 0",
            "epoch done",
            "forward 1 true",
            "backward 1",
            "done 1 of epoch 1");
    assertThat(others).isEmpty();
  }

  @Test
  void eachSegmentOfASequenceIsAStep() {
    Case kind = caseOf("recurrent, NCW, cut");
    Model model = kind.plain();
    listen(model);

    kind.train(model);

    assertThat(heard)
        .filteredOn(what -> what.startsWith("done"))
        .containsExactly(
            "done 0 of epoch 0", "done 1 of epoch 0", "done 2 of epoch 0", "done 3 of epoch 0");
  }

  @Test
  void whatACloneDoesIsNoneOfTheNetworksSteps() {
    Case kind = caseOf("two inputs, two outputs");
    ComputationGraph model = (ComputationGraph) kind.plain();
    listen(model);
    ComputationGraph clone = model.clone();

    kind.train(clone);

    assertThat(heard).isEmpty();
    assertThat(others).isNotEmpty().containsOnly(clone);
  }
}
