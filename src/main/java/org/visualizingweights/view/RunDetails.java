package org.visualizingweights.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Progress;

/**
 * A run that is looked at: all but its captures.
 *
 * @param settings every key of the experiment, nested ones with dots
 * @param firstStep first captured iteration; empty where none is
 * @param lastStep last captured iteration
 * @param parameters layers whose parameters were recorded
 * @param kernels whether pictures of kernels were recorded
 * @param problems what could not be read, a sentence each
 */
record RunDetails(
    @JsonUnwrapped RunEntry entry,
    Map<String, String> settings,
    Optional<Source> data,
    Optional<Source> weights,
    List<Epoch> epochs,
    Optional<Captured> capture,
    Optional<Integer> firstStep,
    Optional<Integer> lastStep,
    List<String> parameters,
    boolean kernels,
    List<String> problems) {

  /** Where data or weights came from. */
  record Source(String name, String origin) {
    static Source of(Provenance provenance) {
      return new Source(provenance.title(), provenance.origin());
    }
  }

  /**
   * What an epoch came to.
   *
   * @param epoch from 1
   * @param lastStep its last iteration, from 0 over the whole run
   */
  record Epoch(
      int epoch,
      int lastStep,
      double trainLoss,
      double validLoss,
      double errorRate,
      double seconds) {
    static Epoch of(EpochMetrics row, Progress progress) {
      return new Epoch(
          row.epoch(),
          row.epoch() * progress.stepsPerEpoch() - 1,
          row.trainLoss(),
          row.validLoss(),
          row.errorRate(),
          row.seconds());
    }
  }

  /** What was captured, and how. */
  record Captured(List<String> vertices, int every, int bins, double[] range) {
    static Captured of(CaptureSettings settings) {
      return new Captured(
          settings.vertices(),
          settings.every(),
          settings.bins(),
          new double[] {settings.low(), settings.high()});
    }
  }
}
