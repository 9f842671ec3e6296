package org.visualizingweights.experiment;

import java.nio.file.Path;

/** The least that an experiment's file can say, and the experiments of a folder. */
public final class SmallestExperiment {
  public static final String SMALLEST =
      """
      description: What happens?
      pretrained: false
      lr: 0.01
      epochs: 3
      split: 0.5
      """;

  private SmallestExperiment() {}

  /** Those of a folder, with the project's own defaults. */
  static Experiments experimentsIn(Path folder) {
    return new Experiments(folder, new ConfigFolder(Path.of("config")), Network::vertices);
  }
}
