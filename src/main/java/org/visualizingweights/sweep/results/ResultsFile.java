package org.visualizingweights.sweep.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.visualizingweights.findings.Outcome;
import org.visualizingweights.findings.Symptoms;
import org.visualizingweights.run.EpochMetrics;

/** {@code results.csv}: a row a run, in the order of the plan. What is not known is empty. */
final class ResultsFile {
  private ResultsFile() {}

  /**
   * @param keys that vary, the seed not among them
   */
  static String of(List<String> keys, List<RunResult> results) {
    int epochs =
        results.stream()
            .flatMap(result -> result.epochs().stream())
            .mapToInt(EpochMetrics::epoch)
            .max()
            .orElse(0);
    CsvText csv = new CsvText();
    csv.add(names(keys, epochs));
    results.forEach(result -> csv.add(row(result, keys, epochs)));
    return csv.toString();
  }

  private static List<String> names(List<String> keys, int epochs) {
    List<String> names = new ArrayList<>();
    names.add("number");
    names.addAll(keys);
    names.addAll(List.of("seed", "status", "reason"));
    for (int epoch = 1; epoch <= epochs; epoch++) {
      names.addAll(List.of("train_loss_" + epoch, "valid_loss_" + epoch, "error_rate_" + epoch));
    }
    names.addAll(
        List.of(
            "outcome",
            "not_finite_step",
            "exploded_step",
            "largest_growth",
            "dead_channels",
            "folder"));
    return names;
  }

  private static List<Object> row(RunResult result, List<String> keys, int epochs) {
    List<Object> row = new ArrayList<>();
    row.add(result.run().number());
    keys.forEach(key -> row.add(result.run().values().getOrDefault(key, "")));
    row.addAll(List.of(result.run().seed(), result.ending().label(), result.reason()));
    Map<Integer, EpochMetrics> byNumber =
        result.epochs().stream()
            .collect(Collectors.toMap(EpochMetrics::epoch, Function.identity()));
    for (int epoch = 1; epoch <= epochs; epoch++) {
      Optional<EpochMetrics> metrics = Optional.ofNullable(byNumber.get(epoch));
      row.add(metrics.map(EpochMetrics::trainLoss).map(Object.class::cast).orElse(""));
      row.add(metrics.map(EpochMetrics::validLoss).orElse(OptionalDouble.empty()));
      row.add(metrics.map(EpochMetrics::errorRate).orElse(OptionalDouble.empty()));
    }
    Symptoms symptoms = result.symptoms();
    row.add(symptoms.outcome() == Outcome.UNKNOWN ? "" : symptoms.outcome().label());
    row.addAll(
        List.of(
            symptoms.notFiniteStep(),
            symptoms.explodedStep(),
            symptoms.largestGrowth(),
            symptoms.deadChannels(),
            result.run().folder()));
    return row;
  }
}
