package org.visualizingweights.model.given;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.files.UnusableFile;

/** Where a network comes from. */
sealed interface Source permits Zoo, ModelFile {

  /** What experiments call it. */
  String id();

  /** What people call it. */
  String title();

  /** What it takes. */
  Input input();

  /**
   * Its configuration, anew for each call, to be changed by whoever gets it.
   *
   * @param imageSize one that it takes
   * @param classes of which a source with a head of its own knows nothing
   */
  ComputationGraphConfiguration configuration(int imageSize, int classes);

  boolean hasWeights();

  /**
   * Reads its weights.
   *
   * @return {@code [1, parameters]}, of the configuration's data type
   */
  INDArray weights() throws IOException, UnusableFile;

  /** The file that it is in. */
  Optional<Provenance> provenance();

  /** What there is to say of it, each in a few words. */
  List<String> remarks();
}
