package org.visualizingweights.execution;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.visualizingweights.Count;
import org.visualizingweights.ShellWord;
import org.visualizingweights.data.Batches;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.data.Split;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.files.Console;
import org.visualizingweights.model.given.Input;
import org.visualizingweights.report.RunResults;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Resumed;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;
import org.visualizingweights.training.Checkpoints;
import org.visualizingweights.training.TrainingState;

/** What a run says of itself on the console, besides how training goes. */
record RunConsole(Console out) {

  void begins(Experiment experiment) {
    out.say(experiment.name() + ": " + experiment.description());
  }

  void uses(Experiment experiment, Provenance data, Split split, Batches training) {
    out.say(
        "data      %s (%s): %s to train on, %s to validate"
            .formatted(
                data.title(),
                data.origin(),
                Count.of(split.training().length, "image"),
                Count.of(split.validation().length)));
    out.say(
        "training  %s of %s, batches of %s, learning rate %s"
            .formatted(
                Count.of(experiment.epochs(), "epoch"),
                Count.of(training.perEpoch(), "step"),
                experiment.batchSize(),
                experiment.lr()));
  }

  /**
   * @param notes what was replaced in the network, made anew or left out
   */
  void trains(String network, Input input, int imageSize, List<String> notes) {
    out.say(
        "network   %s, takes %s x %s x %s%s"
            .formatted(
                network,
                input.channels(),
                imageSize,
                imageSize,
                input.channels() == 1 ? ", for which colours become grey" : ""));
    notes.forEach(note -> out.say("          " + note));
  }

  /**
   * @param remarks what there is to say of how they were found in their file
   * @param freshHead why the head does not start from these weights, if so
   */
  void startsFrom(Provenance weights, List<String> remarks, Optional<String> freshHead) {
    out.say("weights   " + weights.title() + ", " + weights.origin());
    remarks.forEach(remark -> out.say("          " + remark));
    freshHead.ifPresent(
        why -> out.say("          the head starts fresh, as theirs does not fit: " + why));
  }

  void writesTo(RunFolder folder) {
    out.say("run       " + folder.path());
  }

  /**
   * @param again steps that are done anew
   * @param run that goes on
   */
  void goesOn(TrainingState from, int again, Manifest run) {
    String where =
        from.iteration() == 0
            ? "from its beginning, as there is no checkpoint"
            : "after %s, in epoch %s"
                .formatted(Count.of(from.iteration(), "step"), from.epoch() + 1);
    String anew = Count.of(again, "step is", "steps are");
    out.say("resumed   " + where + (again > 0 ? ": " + anew + " done anew" : ""));
    Resumed now = run.resumed().get(run.resumed().size() - 1);
    int threads = run.machine().threads();
    if (now.machine().threads() != threads) {
      otherwise(Count.of(now.machine().threads(), "thread") + ", after " + threads);
    }
    String layers = layers(run.backend());
    now.backend()
        .map(RunConsole::layers)
        .filter(others -> !others.equals(layers))
        .ifPresent(others -> otherwise(others + ", after " + layers));
  }

  private void otherwise(String difference) {
    out.say(
        "          with %s at its start: it goes on otherwise than it would have"
            .formatted(difference));
  }

  /** The last of what {@link Compute} says. */
  private static String layers(String backend) {
    return backend.substring(backend.lastIndexOf(", ") + 1).strip();
  }

  /**
   * Says that nothing is known by which what the run began with could be told from other things.
   */
  void trusts(String what) {
    out.say(
        "          %s are taken as they are: the run is of an earlier version, which kept no SHA-256"
            .formatted(what));
  }

  /** What there is of a run that is ended before its files are finished. */
  String kept(RunFolder folder) {
    OptionalLong steps = Checkpoints.newestIteration(folder.checkpoints());
    return "What was recorded is in %s, %s. To go on: mvn exec:java -Dresume=%s"
        .formatted(
            folder.path(),
            steps.isPresent()
                ? "with a checkpoint after " + Count.of(steps.getAsLong(), "step")
                : "without a checkpoint",
            ShellWord.of(folder.path()));
  }

  void ends(Status status, RunFolder folder, long nonFiniteLosses) {
    if (nonFiniteLosses > 0) {
      out.say("The loss was NaN or infinite at %s.".formatted(Count.of(nonFiniteLosses, "step")));
    }
    List<EpochMetrics> epochs = folder.metrics();
    long notFinite = epochs.stream().filter(EpochMetrics::isNotFinite).count();
    if (notFinite > 0) {
      out.say(
          "The validation loss was NaN or infinite after %s of %s."
              .formatted(notFinite, Count.of(epochs.size(), "epoch")));
    }
    String how = status.name().charAt(0) + status.name().substring(1).toLowerCase(Locale.ROOT);
    out.say("%s. %s".formatted(how, RunResults.places(folder)));
    if (status == Status.INTERRUPTED) {
      out.say("To go on: mvn exec:java -Dresume=" + ShellWord.of(folder.path()));
    }
  }
}
