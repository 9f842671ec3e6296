package org.visualizingweights.model.given;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.visualizingweights.files.UnusableFile;

/** Files that are not Deeplearning4j's, and how each becomes one. */
final class OtherFile {
  private static final String KERAS =
      "is a Keras file, which Deeplearning4j turns into one of its own, in one line of Java, with"
          + " deeplearning4j-modelimport on the class path: KerasModelImport"
          + ".importKerasModelAndWeights(\"my-network.h5\").save(new File(\"my-network.zip\")),"
          + " or importKerasSequentialModelAndWeights for a Sequential";
  private static final String KERAS_3 =
      "is a Keras 3 file, which Deeplearning4j cannot read: in Keras,"
          + " model.save(\"my-network.h5\") writes one that it can; then, in Java, KerasModelImport"
          + ".importKerasModelAndWeights(\"my-network.h5\").save(new File(\"my-network.zip\"))";
  private static final String ONNX =
      "is an ONNX file, which Deeplearning4j makes a SameDiff of, not a network of layers: save the"
          + " network from where it came as a Keras file, my-network.h5; then, in Java,"
          + " KerasModelImport.importKerasModelAndWeights(\"my-network.h5\").save(new"
          + " File(\"my-network.zip\"))";
  private static final int START = 16;

  /** Of ONNX, whose first field is a small number: the version of its form. */
  private static final int MOST_ONNX_VERSION = 32;

  /** The fields of ONNX that may come second, of the protobuf wire type for texts and messages. */
  private static final Set<Integer> ONNX_FIELDS = Set.of(0x12, 0x1a, 0x22, 0x32, 0x3a, 0x42);

  private OtherFile() {}

  /**
   * Looks at how a file begins.
   *
   * @throws UnusableFile if it is not a zip; says what to do where it is known what it is
   */
  static void check(Path file) throws IOException, UnusableFile {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new UnusableFile("is not a plain file");
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(START);
    }
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (!text.startsWith("PK\3\4") && !text.startsWith("PK\5\6")) {
      throw new UnusableFile(what(start, text));
    }
  }

  private static String what(byte[] start, String text) {
    if (text.startsWith("\u0089HDF\r\n")) {
      return KERAS;
    }
    if (isOnnx(start)) {
      return ONNX;
    }
    if (text.startsWith("version https")) {
      return "only tells Git LFS where the network is, git lfs pull fetches it";
    }
    if (text.stripLeading().startsWith("{")) {
      return "is no zip; if it is a network's configuration, put it into one, named"
          + " configuration.json";
    }
    return text.isEmpty()
        ? "is empty"
        : "is no zip, as Deeplearning4j's ComputationGraph.save and MultiLayerNetwork.save write";
  }

  private static boolean isOnnx(byte[] start) {
    return start.length > 2
        && start[0] == 0x08
        && start[1] > 0
        && start[1] <= MOST_ONNX_VERSION
        && ONNX_FIELDS.contains((int) start[2]);
  }

  /** What a zip without a configuration is, by the names in it, where that is known. */
  static Optional<UnusableFile> zip(Set<String> names) {
    if (names.contains("model.weights.h5")) {
      return Optional.of(new UnusableFile(KERAS_3));
    }
    return names.stream().anyMatch(name -> name.endsWith("data.pkl"))
        ? Optional.of(
            new UnusableFile(
                "holds weights of PyTorch's, and not the network that they are for; for a network"
                    + " of ours say weights: FILE"))
        : Optional.empty();
  }
}
