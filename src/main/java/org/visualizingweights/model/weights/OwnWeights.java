package org.visualizingweights.model.weights;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import org.visualizingweights.UserError;
import org.visualizingweights.data.DamagedFile;
import org.visualizingweights.data.Fingerprint;
import org.visualizingweights.data.Provenance;

/** Weights that come with the program: a safetensors file beside this class. */
final class OwnWeights {
  static final String NAME = "fractals";

  private static final String FILE = "resnet18-fractals.safetensors";

  private OwnWeights() {}

  /**
   * @throws UserError if this build of the program has none
   */
  static Weights open() {
    try (InputStream in = OwnWeights.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw UserError.unavailable(
            "this build has no weights of its own (%s); name a file of weights".formatted(FILE));
      }
      byte[] bytes = in.readAllBytes();
      Map<String, String> sha256 =
          Map.of(FILE, Fingerprint.sha256(new ByteArrayInputStream(bytes)));
      return new Weights(
          Safetensors.read(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)),
          new Provenance(NAME, "comes with the program", sha256, Optional.empty()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DamagedFile e) {
      throw new IllegalStateException(FILE + " " + e.getMessage(), e);
    }
  }
}
