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
    Optional<SourceJson> data,
    Optional<SourceJson> weights,
    List<EpochJson> epochs,
    Optional<CaptureJson> capture,
    Optional<Integer> firstStep,
    Optional<Integer> lastStep,
    List<String> parameters,
    boolean kernels,
    List<String> problems) {

  /** Where data or weights came from. */
  record SourceJson(String name, String origin) {
    static SourceJson of(Provenance provenance) {
      return new SourceJson(provenance.title(), provenance.origin());
    }
  }

  /**
   * What an epoch came to.
   *
   * @param epoch from 1
   * @param lastStep its last iteration, from 0 over the whole run
   */
  record EpochJson(
      int epoch,
      int lastStep,
      double trainLoss,
      double validLoss,
      double errorRate,
      double seconds) {
    static EpochJson of(EpochMetrics row, Progress progress) {
      return new EpochJson(
          row.epoch(),
          row.epoch() * progress.stepsPerEpoch() - 1,
          row.trainLoss(),
          row.validLoss(),
          row.errorRate(),
          row.seconds());
    }
  }

  /** What was captured, and how. */
  record CaptureJson(List<String> vertices, int every, int bins, double[] range) {
    static CaptureJson of(CaptureSettings settings) {
      return new CaptureJson(
          settings.vertices(),
          settings.every(),
          settings.bins(),
          new double[] {settings.low(), settings.high()});
    }
  }
}
