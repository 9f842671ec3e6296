package org.visualizingweights.sweep.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of the runs of a sweep. Expected numbers are calculated by hand. */
class SweepResultsTest {
  @TempDir Path folder;

  /** Mean 0.03, deviation 0.01, and 4.303 * 0.01 / sqrt(3) = 0.02484. */
  @Test
  void theSummaryHasARowACombination() throws IOException {
    Swept swept = new Swept("lr").finished("0.1", 0.02, 0.03, 0.04).finished("1", 0.5, 0.5);

    List<Map<String, String>> rows = summary(swept);
    assertThat(rows).extracting(row -> row.get("lr")).containsExactly("0.1", "1");
    Map<String, String> first = rows.get(0);
    assertThat(first).containsEntry("runs", "3").containsEntry("n", "3");
    assertThat(number(first, "error_rate_mean")).isCloseTo(0.03, within(1e-12));
    assertThat(number(first, "error_rate_sd")).isCloseTo(0.01, within(1e-12));
    assertThat(number(first, "error_rate_low95")).isCloseTo(0.03 - 0.02484, within(1e-5));
    assertThat(number(first, "error_rate_high95")).isCloseTo(0.03 + 0.02484, within(1e-5));
    assertThat(number(first, "valid_loss_mean")).isCloseTo(0.3, within(1e-12));
    assertThat(number(first, "train_loss_median")).isCloseTo(0.3, within(1e-12));
    assertThat(rows.get(1)).containsEntry("error_rate_sd", "0");
  }

  @Test
  void runsThatAreNotAveragedAreCounted() throws IOException {
    Swept swept =
        new Swept("lr")
            .finished("0.1", 0.25, 0.75)
            .notFinite("0.1", 3)
            .ended("0.1", 4, Ending.FAILED)
            .ended("0.1", 5, Ending.STOPPED)
            .ended("0.1", 6, Ending.INTERRUPTED)
            .ended("0.1", 7, Ending.UNREADABLE)
            .ended("0.1", 8, Ending.RUNNING)
            .ended("0.1", 9, Ending.MISSING);

    assertThat(summary(swept).get(0))
        .containsEntry("runs", "9")
        .containsEntry("n", "2")
        .containsEntry("not_finite", "1")
        .containsEntry("failed", "1")
        .containsEntry("stopped", "1")
        .containsEntry("interrupted", "1")
        .containsEntry("unreadable", "1")
        .containsEntry("running", "1")
        .containsEntry("missing", "1")
        .containsEntry("diverged", "1")
        .containsEntry("error_rate_mean", "0.5")
        .containsEntry("error_rate_largest", "0.75");
    assertThat(swept.results().table())
        .contains("2 of 9", "1 of 9")
        .contains("1 not finite, 1 failed, 1 stopped, 1 interrupted, 1 unreadable, 1 running")
        .contains("1 not begun");
  }

  @Test
  void oneRunHasAMeanAndNoSpread() throws IOException {
    Swept swept = new Swept("lr").finished("0.1", 0.25).notFinite("0.1", 2);

    assertThat(summary(swept).get(0))
        .containsEntry("n", "1")
        .containsEntry("error_rate_mean", "0.25")
        .containsEntry("error_rate_sd", "")
        .containsEntry("error_rate_low95", "")
        .containsEntry("error_rate_high95", "");
    assertThat(swept.results().table())
        .contains("25.0 (one run)")
        .contains("One run alone does not tell how far others would be from it.");
  }

  @Test
  void whereNoRunHasFiguresNoneAreSaid() throws IOException {
    Swept swept = new Swept("lr").notFinite("10", 1).notFinite("10", 2);

    assertThat(summary(swept).get(0))
        .containsEntry("n", "0")
        .containsEntry("not_finite", "2")
        .containsEntry("error_rate_mean", "")
        .containsEntry("error_rate_median", "");
    assertThat(swept.results().table())
        .contains("No run has finished with finite figures.", "0 of 2", "2 not finite", "2 of 2");
  }

  /** The validation losses are 200 times apart in one combination, the training losses in none. */
  @Test
  void lossesOverDecadesHaveAMedianInAllCombinations() throws IOException {
    Swept swept =
        new Swept("lr")
            .finished("0.1", 1, 0.1, 2, 1)
            .finished("0.1", 2, 0.1, 3, 2)
            .finished("1", 1, 0.9, 2, 1)
            .finished("1", 2, 0.9, 400, 2)
            .finished("1", 3, 0.9, 5, 3);

    assertThat(summary(swept))
        .allSatisfy(row -> assertThat(row).containsEntry("valid_loss_mean", ""))
        .allSatisfy(row -> assertThat(row.get("train_loss_mean")).isNotEmpty());
    assertThat(summary(swept).get(1))
        .containsEntry("valid_loss_median", "5")
        .containsEntry("valid_loss_smallest", "2")
        .containsEntry("valid_loss_largest", "400");
    assertThat(swept.results().table())
        .contains("validation loss, over decades: median (smallest to largest)")
        .contains("5.00 (2.00 to 400)", "2.50 (2.00 to 3.00)");
  }

  /** A loss of 1e20 that stands beside a NaN is one of the repeats, too. */
  @Test
  void lossesOfRunsThatAreNotAveragedShowDecades() throws IOException {
    Swept swept = new Swept("lr").finished("1", 0.5, 0.5).notFinite("1", 3);

    assertThat(summary(swept).get(0)).containsEntry("train_loss_mean", "");
    assertThat(summary(swept).get(0).get("valid_loss_mean")).isEqualTo("5");
  }

  /** Of two runs that are 0.02 apart: deviation 0.01414, and 12.706 * 0.01. */
  @Test
  void theTableSaysWhatItsFiguresAre() {
    Swept swept = new Swept("lr").finished("0.1", 0.02, 0.03, 0.04).finished("0.01", 0.5, 0.52);

    assertThat(swept.results().table())
        .isEqualTo(
            """
            After epoch 1, over n seeds:
            error rate, validation loss, training loss: mean ± half-width of the 95 % interval of the mean (sd)

            lr         n      error rate, %     validation loss       training loss
            0.1   3 of 3    3.0 ± 2.5 (1.0)  0.30 ± 0.25 (0.10)  0.30 ± 0.25 (0.10)
            0.01  2 of 2  51.0 ± 12.7 (1.4)  5.10 ± 1.27 (0.14)  5.10 ± 1.27 (0.14)
            """);
  }

  @Test
  void anIntervalThatReachesBelowZeroIsNotCut() throws IOException {
    Swept swept = new Swept("lr").finished("0.1", 0.01, 0.03);

    assertThat(number(summary(swept).get(0), "error_rate_low95")).isCloseTo(-0.10706, within(1e-5));
    assertThat(swept.results().table()).contains("is not cut");
  }

  @Test
  void aTableOfManyCombinationsEndsWithHowManyThereAreMore() {
    Swept swept = new Swept("lr");
    for (int i = 0; i < 100; i++) {
      swept.finished(String.valueOf(i), 0.25, 0.75);
    }

    assertThat(swept.results().table()).contains("40 combinations more: all are in summary.csv");
  }

  @Test
  void noTableIsWiderThanATerminal() {
    Swept swept = new Swept("discriminative learning rate");
    for (int i = 0; i < 3; i++) {
      swept.finished("body 0.0001, head 0.1", i, 0.1 + i / 97.0, 1 + i / 97.0, 1 + i / 97.0);
      swept.ended("body 0.0001, head 0.1", i + 3, Ending.FAILED);
    }

    assertThat(swept.results().table().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100))
        .filteredOn(line -> line.contains("body 0.0001"))
        .hasSize(3);
  }

  @Test
  void repeatsOfAnExperimentAreOneCombination() throws IOException {
    Swept swept = new Swept().finished("", 0.25, 0.75);

    assertThat(summary(swept)).hasSize(1);
    assertThat(swept.results().table()).contains("2 of 2");
  }

  @Test
  void seedsThatAreVariedByNameAreRepeats() throws IOException {
    Swept swept = new Swept("seed").finished("1", 0.25).finished("2", 0.75);

    assertThat(summary(swept)).hasSize(1);
    assertThat(summary(swept).get(0)).doesNotContainKey("seed").containsEntry("n", "2");
    assertThat(results(swept)).startsWith("number,seed,status,reason,");
  }

  @Test
  void theResultsHaveARowARunInTheOrderOfThePlan() throws IOException {
    Swept swept =
        new Swept("lr")
            .finished("0.1", 42, 0.02, 0.3, 0.25)
            .notFinite("=1", 43)
            .ended("0.1", 44, Ending.MISSING);

    assertThat(results(swept))
        .isEqualTo(
            """
            number,lr,seed,status,reason,train_loss_1,valid_loss_1,error_rate_1,outcome,not_finite_step,exploded_step,largest_growth,dead_channels,folder
            1,0.1,42,finished,,0.25,0.3,0.02,,,,,,1-0.1
            2,'=1,43,finished,,100000000000000000000,NaN,0.9,diverged,,,,,2-=1
            3,0.1,44,missing,it was so,0.1,0.1,0.01,,,,,,3-0.1
            """
                .replace("\n", "\r\n"));
  }

  private String results(Swept swept) throws IOException {
    swept.results().writeTo(folder.resolve("results.csv"), folder.resolve("summary.csv"));
    return Files.readString(folder.resolve("results.csv"));
  }

  private List<Map<String, String>> summary(Swept swept) throws IOException {
    swept.results().writeTo(folder.resolve("results.csv"), folder.resolve("summary.csv"));
    List<String> lines = Files.readAllLines(folder.resolve("summary.csv"));
    List<String> names = Arrays.asList(lines.get(0).split(","));
    return lines.stream().skip(1).map(line -> row(names, line.split(",", -1))).toList();
  }

  private static Map<String, String> row(List<String> names, String[] values) {
    assertThat(values).hasSameSizeAs(names);
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      row.put(names.get(i), values[i]);
    }
    return row;
  }

  private static double number(Map<String, String> row, String name) {
    return Double.parseDouble(row.get(name));
  }
}
