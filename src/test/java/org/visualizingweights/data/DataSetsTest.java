package org.visualizingweights.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;

class DataSetsTest {
  private static final Optional<String> SYNTHETIC = Optional.of("synthetic-digits");

  @TempDir Path root;
  private final FileServer server = new FileServer();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @AfterEach
  void stop() {
    server.close();
  }

  /** With MNIST's own fingerprints, and one mirror that has nothing. */
  private DataSets dataSets() {
    URI mirror = server.at("/mirror", FileServer.status(404));
    return new DataSets(
        new DataSettings(
            List.of(root.resolve("data")),
            root.resolve("cache"),
            Map.of("mnist", new DataSettings.Source(List.of(mirror), MnistTest.FILES))),
        new ConsoleProgress(new PrintStream(said, true, StandardCharsets.UTF_8), false));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void drawsSyntheticDigitsAsManyAsMnistHas() {
    ImageSet digits = dataSets().open("synthetic-digits", Optional.empty(), 32, 1);

    assertThat(digits.size()).isEqualTo(70_000);
    assertThat(digits.provenance().fallback()).isEmpty();
  }

  @Test
  void fallsBackWhereADataSetCannotBeHadAndSaysSo() {
    ImageSet digits = dataSets().open("mnist", SYNTHETIC, 32, 1);

    assertThat(digits.provenance().name()).isEqualTo("synthetic-digits");
    assertThat(digits.provenance().fallback().orElseThrow())
        .startsWith("mnist was asked for but cannot be had: train-labels-idx1-ubyte.gz is not in ")
        .contains(root.resolve("cache/mnist").toString(), "answered 404");
    assertThat(said()).contains("Using synthetic-digits instead: mnist was asked for");
  }

  @Test
  void withoutFallbackItIsAnError() {
    assertThatThrownBy(() -> dataSets().open("mnist", Optional.empty(), 32, 1))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessageContaining("train-labels-idx1-ubyte.gz is not in")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aDamagedFileIsNamedAndPassedOver() throws IOException {
    Path file = root.resolve("data/mnist/train-labels-idx1-ubyte.gz");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "<html>moved</html>");

    ImageSet digits = dataSets().open("mnist", SYNTHETIC, 32, 1);

    String problem = file + " is a web page, not data";
    assertThat(said()).contains(problem + "; replace or delete it. Looking elsewhere.");
    assertThat(digits.provenance().fallback().orElseThrow()).contains(problem);
  }

  @Test
  void anUnknownNameIsAnErrorThatNamesTheNearest() {
    assertThatThrownBy(() -> dataSets().open("fashon-mnist", SYNTHETIC, 32, 1))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(2))
        .hasMessage(
            "dataset 'fashon-mnist' is neither a folder nor one of mnist, fashion-mnist,"
                + " synthetic-digits, fractals; did you mean fashion-mnist?");
  }

  @Test
  void opensAFolderByPathOrByNameInADataDirectory() throws IOException {
    for (String name : List.of("a/1.png", "b/1.png")) {
      Path file = root.resolve("data/pets").resolve(name);
      Files.createDirectories(file.getParent());
      ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    }

    String path = root.resolve("data/pets").toString();
    DataSets dataSets = dataSets();
    assertThat(dataSets.open(path, SYNTHETIC, 32, 1).classes()).containsExactly("a", "b");
    ImageSet byName = dataSets.open("pets", SYNTHETIC, 32, 1);
    assertThat(byName.provenance().name()).isEqualTo("pets");
    assertThat(byName.provenance().origin()).isEqualTo(path);
  }

  @Test
  void thereIsNoFallbackForABrokenFolder() throws IOException {
    Files.createDirectories(root.resolve("data/pets/a"));

    assertThatThrownBy(() -> dataSets().open("pets", SYNTHETIC, 32, 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has no images");
  }
}
