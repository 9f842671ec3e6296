package org.visualizingweights.watch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.Count;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.FitCalls;

/**
 * Finds what there was of a training that a watch did not see: steps while other listeners were in
 * its place, those of copies that train along, and the rest of a step in which something was
 * thrown.
 *
 * <p>Told by a {@link ListenerGuard} of one network, whose monitor guards it.
 */
final class Attendance extends BaseTrainingListener {
  private static final int MOST_GAPS = 10;

  private static final String NO_STEP =
      "no step of the network was seen: it was not trained, or copies of it were in its place";

  private static final String ONLY_PRETRAINED =
      "only single layers of the network were trained, as pretrain does, and that is not watched;"
          + " steps are those of fit";

  private static final String REPLACED =
      "other code has replaced the network's listeners, as setListeners and ParallelWrapper do;"
          + " what came later was not seen";

  private static final String COPIES =
      "copies of the network train, and have its listeners: what they do is not seen";

  private static final String PARALLEL =
      "ParallelWrapper trained the network together with copies of it: what those did was not seen,"
          + " and between the steps that were seen its weights became the mean of all";

  private final Dl4jNetwork network;
  private final Consumer<String> note;

  /** Which iteration comes next, as the network counts; unknown if it is in the middle of one. */
  private OptionalInt next = OptionalInt.empty();

  private Optional<Thread> trains = Optional.empty();
  private boolean stepSeen;
  private int gaps;
  private boolean copySeen;
  private boolean layersTrained;
  private boolean parallel;
  private boolean inStep;
  private boolean inEpochOfFit;

  /**
   * @param note is told of what was not seen, a sentence each; throws nothing
   */
  Attendance(Dl4jNetwork network, Consumer<String> note) {
    this.network = network;
    this.note = note;
  }

  /** No step goes on, and the next one will be seen. */
  void begin() {
    next = OptionalInt.of(network.iteration());
  }

  @Override
  public void onEpochStart(Model model) {
    inEpochOfFit = FitCalls.isInEpoch();
  }

  @Override
  public void onEpochEnd(Model model) {
    inEpochOfFit = false;
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    forward();
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    forward();
  }

  private void forward() {
    inStep = inStep || FitCalls.isInStep();
    inEpochOfFit = inEpochOfFit && FitCalls.isInEpoch();
    if (trains.filter(Thread.currentThread()::equals).isEmpty()) {
      trains = Optional.of(Thread.currentThread());
      if (!parallel && FitCalls.isParallel()) {
        parallel = true;
        note.accept(PARALLEL);
      }
    }
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    stepSeen = stepSeen || inStep;
    inStep = false;
    lookForGap(iteration);
    next = OptionalInt.of(iteration + 1);
  }

  /** Layers that are trained one by one have the network's listeners, too; copies may. */
  void otherTrains(Model other) {
    boolean isCopy = other.getClass() == network.model().getClass();
    layersTrained |= !isCopy;
    if (isCopy && !copySeen && !parallel) {
      copySeen = true;
      note.accept(COPIES);
    }
  }

  private void lookForGap(int iteration) {
    int missed = iteration - next.orElse(iteration);
    if (missed > 0 && gaps < MOST_GAPS) {
      gaps++;
      note.accept(
          "%s before this were not seen: other code had replaced the network's listeners, or set its count of iterations%s"
              .formatted(
                  Count.of(missed, "step", "steps"),
                  gaps == MOST_GAPS ? "; further such gaps are not noted" : ""));
    }
  }

  /**
   * Why what was seen is not the training as a whole, if that is known.
   *
   * @param inPlace whether the network has its listener still
   * @param goesOn whether the training goes on
   */
  Optional<String> flaw(boolean inPlace, boolean goesOn) {
    if (!inPlace) {
      return Optional.of(REPLACED);
    } else if (!stepSeen && (goesOn || !inStep && !inEpochOfFit)) {
      return Optional.of(layersTrained && !copySeen ? ONLY_PRETRAINED : NO_STEP);
    } else if (parallel) {
      return Optional.of(PARALLEL);
    }
    return goesOn ? Optional.empty() : flawOfWhatIsOver();
  }

  private Optional<String> flawOfWhatIsOver() {
    lookForGap(network.iteration());
    if (inStep) {
      return Optional.of(brokenOff("a step"));
    }
    return inEpochOfFit ? Optional.of(brokenOff("an epoch")) : Optional.empty();
  }

  private static String brokenOff(String what) {
    return "the training broke off in the middle of %s, as it does where something is thrown"
        .formatted(what);
  }
}
