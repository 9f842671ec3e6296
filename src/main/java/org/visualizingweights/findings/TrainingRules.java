package org.visualizingweights.findings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.visualizingweights.Count;
import org.visualizingweights.run.EpochMetrics;

/** How training went, and where it was not finite. */
final class TrainingRules {
  private TrainingRules() {}

  static List<Finding> apply(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    if (evidence.loss().lastIteration() >= 0) {
      findings.add(training(evidence));
    }
    notFinite(evidence).ifPresent(findings::add);
    return findings;
  }

  private static Finding training(Evidence evidence) {
    LossSummary loss = evidence.loss();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("first loss", loss.first());
    numbers.put("last loss", loss.latest());
    StringBuilder text = new StringBuilder(beginning(evidence));
    text.append(" went from %s at the first step to ".formatted(Words.number(loss.first())));
    text.append(
        loss.latestSteps() == 1
            ? Words.number(loss.latest())
            : "a mean of %s over the last %s captured steps"
                .formatted(Words.number(loss.latest()), loss.latestSteps()));
    if (loss.endsNotFinite()) {
      text.append(", then was not finite");
    }
    evidence
        .lastValidated()
        .ifPresentOrElse(
            last -> {
              text.append(validation(last, evidence))
                  .append('.')
                  .append(confidence(last, evidence));
              last.errorRate().ifPresent(rate -> numbers.put("error rate", rate));
              last.validLoss().ifPresent(valid -> numbers.put("validation loss", valid));
            },
            () -> text.append('.'));
    return new Finding(
        Kind.TRAINING,
        evidence.outcome() == Outcome.NOTHING_IN_VALIDATION
            ? Severity.WARNING
            : evidence.severity(),
        List.of(),
        text.toString(),
        numbers,
        Optional.empty());
  }

  private static String beginning(Evidence evidence) {
    boolean loss = evidence.tellsByLoss();
    return switch (evidence.outcome()) {
      case UNKNOWN -> loss ? "The loss" : "So far, the loss";
      case LEARNED -> loss ? "The loss fell: it" : "The network learned: the loss";
      case SOMETHING_LEARNED -> "The network learned something: the loss";
      case NOTHING_IN_VALIDATION ->
          "The network learned in training, but nothing that shows in validation: the loss";
      case NOTHING_LEARNED ->
          loss ? "The loss did not fall: it" : "The network learned nothing: the loss";
      case DIVERGED -> "Training diverged: the loss";
    };
  }

  private static String validation(EpochMetrics last, Evidence evidence) {
    boolean images = evidence.validated();
    OptionalDouble rate = last.errorRate();
    OptionalDouble guessing = evidence.guessingErrorRate();
    return rate.isPresent()
        ? "; of the %s, %s classified wrongly after epoch %s%s"
            .formatted(
                images ? "validation images" : "validation set",
                Words.percent(rate.getAsDouble()) + (images ? " are" : " is"),
                last.epoch(),
                guessing.isPresent() && evidence.outcome() != Outcome.LEARNED
                    ? ", where guessing would be wrong in " + Words.percent(guessing.getAsDouble())
                    : "")
        : "; the validation loss after epoch %s is %s"
            .formatted(last.epoch(), Words.number(last.validLoss().orElseThrow()));
  }

  /**
   * A sentence where the validation loss is above that of guessing; none otherwise. Who is unsure
   * has a loss of no more than that, however many mistakes there are.
   */
  private static String confidence(EpochMetrics last, Evidence evidence) {
    double loss = last.validLoss().orElse(Double.NaN);
    double guessing = evidence.guessing().orElse(Double.NaN);
    return Double.isFinite(loss) && loss > guessing && last.errorRate().isPresent()
        ? " The validation loss, %s, is above the %s of guessing: mistakes are made with confidence."
            .formatted(Words.number(loss), Words.number(guessing))
        : "";
  }

  private static Optional<Finding> notFinite(Evidence evidence) {
    LossSummary loss = evidence.loss();
    List<VertexSummary> bad =
        evidence.vertices().stream().filter(vertex -> vertex.notFinite() > 0).toList();
    List<EpochMetrics> epochs =
        evidence.epochs().stream().filter(EpochMetrics::isNotFinite).toList();
    if (loss.notFinite() == 0 && bad.isEmpty() && epochs.isEmpty()) {
      return Optional.empty();
    }
    List<String> sentences = new ArrayList<>();
    Map<String, Double> numbers = new LinkedHashMap<>();
    if (loss.notFinite() > 0) {
      sentences.add(
          loss.notFinite() == 1
              ? "The loss was NaN or infinite at step %s.".formatted(loss.firstNotFinite())
              : "The loss was NaN or infinite at %s of the captured steps, first at step %s and last at step %s."
                  .formatted(
                      Count.of(loss.notFinite()), loss.firstNotFinite(), loss.lastNotFinite()));
      numbers.put("steps", (double) loss.notFinite());
      numbers.put("first step", (double) loss.firstNotFinite());
    }
    for (VertexSummary vertex : bad) {
      sentences.add(
          "%s put out %s, the first at step %s."
              .formatted(
                  vertex.vertex(),
                  Count.of(vertex.notFinite(), "such value"),
                  vertex.firstNotFinite().orElseThrow()));
      numbers.put(vertex.vertex() + " values", (double) vertex.notFinite());
    }
    if (!epochs.isEmpty()) {
      sentences.add(
          "The validation loss was NaN or infinite after %s of %s, the first after epoch %s."
              .formatted(
                  epochs.size(), Count.of(validated(evidence), "epoch"), epochs.get(0).epoch()));
      numbers.put("epochs", (double) epochs.size());
    }
    return Optional.of(
        new Finding(
            Kind.NOT_FINITE,
            Severity.WARNING,
            bad.stream().map(VertexSummary::vertex).toList(),
            String.join(" ", sentences),
            numbers,
            place(evidence, bad)));
  }

  private static long validated(Evidence evidence) {
    return evidence.epochs().stream().filter(epoch -> epoch.validation().isPresent()).count();
  }

  /** From the first step with such a value on, if there is one. */
  private static Optional<Place> place(Evidence evidence, List<VertexSummary> bad) {
    LossSummary loss = evidence.loss();
    IntStream firstOfLoss =
        loss.notFinite() > 0 ? IntStream.of(loss.firstNotFinite()) : IntStream.empty();
    OptionalInt first =
        IntStream.concat(firstOfLoss, bad.stream().mapToInt(v -> v.firstNotFinite().orElseThrow()))
            .min();
    return first.isEmpty()
        ? Optional.empty()
        : (bad.isEmpty() ? evidence.vertices() : bad)
            .stream()
                .findFirst()
                .map(vertex -> new Place(first.getAsInt(), loss.lastIteration(), vertex.vertex()));
  }
}
