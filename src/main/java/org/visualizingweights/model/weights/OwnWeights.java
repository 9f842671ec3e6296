package org.visualizingweights.model.weights;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import org.visualizingweights.UserError;
import org.visualizingweights.data.DamagedFile;
import org.visualizingweights.data.Fingerprint;
import org.visualizingweights.data.Provenance;

/**
 * Weights that come with the program: a safetensors file beside this class, from a run of
 * experiments/pretrain-fractals.yaml.
 *
 * @param file empty where this build of the program has none
 */
record OwnWeights(Optional<URL> file) {
  static final String FILE = "resnet18-fractals.safetensors";

  static OwnWeights ofThisBuild() {
    return new OwnWeights(Optional.ofNullable(OwnWeights.class.getResource(FILE)));
  }

  /**
   * @throws UserError if there are none
   */
  Weights open() {
    URL url =
        file.orElseThrow(
            () ->
                UserError.unavailable(
                    "this build has no weights of its own (%s); name a file of weights"
                        .formatted(FILE)));
    try (InputStream in = url.openStream()) {
      byte[] bytes = in.readAllBytes();
      Map<String, String> sha256 =
          Map.of(FILE, Fingerprint.sha256(new ByteArrayInputStream(bytes)));
      return new Weights(
          Safetensors.read(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)),
          new Provenance(
              PretrainedWeights.FRACTALS, "comes with the program", sha256, Optional.empty()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DamagedFile e) {
      throw new IllegalStateException(FILE + " " + e.getMessage(), e);
    }
  }
}
