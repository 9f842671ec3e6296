package org.visualizingweights.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.files.Console;
import org.visualizingweights.files.DataSettings;
import org.visualizingweights.files.Fingerprint;

/** The real MNIST, which comes with the project. */
class MnistTest {
  /** Sizes from the IDX form; sums of the files that the authors published, unpacked. */
  static final Map<String, Fingerprint> FILES =
      Map.of(
          "train-images-idx3-ubyte.gz",
          new Fingerprint(
              Fingerprint.Measured.CONTENT,
              47_040_016,
              "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
          "train-labels-idx1-ubyte.gz",
          new Fingerprint(
              Fingerprint.Measured.CONTENT,
              60_008,
              "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
          "t10k-images-idx3-ubyte.gz",
          new Fingerprint(
              Fingerprint.Measured.CONTENT,
              7_840_016,
              "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
          "t10k-labels-idx1-ubyte.gz",
          new Fingerprint(
              Fingerprint.Measured.CONTENT,
              10_008,
              "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

  @TempDir static Path cache;
  private static ImageSet mnist;

  @BeforeAll
  static void open() {
    DataSettings settings =
        new DataSettings(
            List.of(Path.of("src/data")),
            cache,
            Map.of(
                "mnist", new DataSettings.DownloadSource(List.of(), FILES, Optional.of("of all"))));
    mnist = new DataSets(settings, Console.SILENT).open("mnist", 32, 0);
  }

  @Test
  void isOnePoolOfAllImages() {
    assertThat(mnist.size()).isEqualTo(70_000);
    assertThat(mnist.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(mnist.channels()).isEqualTo(1);
    assertThat(mnist.height()).isEqualTo(28);
    assertThat(mnist.width()).isEqualTo(28);
  }

  @Test
  void theTrainingFilesComeFirst() {
    // As everywhere on the web: the first training image is a 5, the first test image a 7.
    assertThat(mnist.label(0)).isEqualTo(5);
    assertThat(mnist.label(60_000)).isEqualTo(7);
  }

  @Test
  void theTrainingImagesHaveTheirKnownMeanAndDeviation() {
    // 0.1307 and 0.3081, the constants of PyTorch's MNIST example.
    byte[] pixels = new byte[784];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 60_000; i++) {
      mnist.read(i, pixels);
      for (byte pixel : pixels) {
        double value = Byte.toUnsignedInt(pixel) / 255.0;
        sum += value;
        squares += value * value;
      }
    }
    double mean = sum / (60_000 * 784);
    assertThat(mean).isCloseTo(0.1307, within(5e-5));
    assertThat(Math.sqrt(squares / (60_000 * 784) - mean * mean)).isCloseTo(0.3081, within(5e-5));
  }

  @Test
  void saysWhereItCameFrom() {
    Provenance provenance = mnist.provenance();

    assertThat(provenance.name()).isEqualTo("mnist");
    assertThat(provenance.origin()).endsWith("mnist");
    assertThat(provenance.license()).contains("of all");
    assertThat(provenance.fallback()).isEmpty();
    assertThat(provenance.sha256())
        .hasSize(4)
        .containsEntry(
            "t10k-labels-idx1-ubyte.gz",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");
  }
}
