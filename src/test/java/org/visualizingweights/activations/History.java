package org.visualizingweights.activations;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All that was captured in a run, as read back from its storage: every step, in memory.
 *
 * @param settings what was captured, and how
 * @param steps in order of iteration
 * @param problems what could not be read and was left out, one sentence each
 */
public record History(CaptureSettings settings, List<Step> steps, List<String> problems) {
  public History {
    steps = List.copyOf(steps);
    problems = List.copyOf(problems);
  }

  /** A history that was read without problems. */
  public History(CaptureSettings settings, List<Step> steps) {
    this(settings, steps, List.of());
  }

  /**
   * Reads the whole of a storage file; another process may be writing to it.
   *
   * @throws org.visualizingweights.UserError where the file is not a run's storage
   */
  public static History read(Path file) {
    try (CaptureReader reader = CaptureReader.open(file)) {
      List<Step> steps = new ArrayList<>();
      List<String> problems = reader.read(0, Integer.MAX_VALUE, steps::add);
      return new History(reader.settings(), steps, problems);
    }
  }
}
