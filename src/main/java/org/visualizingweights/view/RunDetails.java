package org.visualizingweights.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Note;

/**
 * A run that is looked at: all but its captures.
 *
 * @param revision changes whenever epochs or notes do
 * @param watched the user's program in which the network was watched, if it was
 * @param notes what the user noted, in order
 * @param epochsPlanned 0 where that is not known: then not every step need be of an epoch
 * @param epochs that are over, in order; where they are many, each row is of several: of all since
 *     the row before it
 * @param settings every key of the run, nested ones with dots
 * @param firstStep first captured iteration; empty where none is
 * @param lastStep last captured iteration
 * @param parameters layers whose parameters were recorded
 * @param kernels whether pictures of kernels were recorded
 * @param problems what could not be read, a sentence each
 */
record RunDetails(
    @JsonUnwrapped RunEntry entry,
    String revision,
    Optional<String> watched,
    List<Note> notes,
    int epochsPlanned,
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

  /**
   * What data or weights are.
   *
   * @param origin how they were made; empty where they were read from files
   */
  record SourceJson(String name, Optional<String> origin) {
    static SourceJson of(Provenance provenance) {
      return new SourceJson(provenance.title(), provenance.making());
    }
  }

  /**
   * What an epoch came to, or the last of several.
   *
   * @param epoch from 1
   * @param lastStep its last iteration, from 0 over the whole run
   * @param validLoss empty where it was not validated, or not yet
   * @param errorRate empty where nothing is classified either
   */
  record EpochJson(
      int epoch,
      int lastStep,
      double trainLoss,
      Optional<Double> validLoss,
      Optional<Double> errorRate,
      double seconds) {
    static EpochJson of(EpochMetrics row) {
      return new EpochJson(
          row.epoch(),
          row.lastStep(),
          row.trainLoss(),
          row.validLoss().stream().boxed().findFirst(),
          row.errorRate().stream().boxed().findFirst(),
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
