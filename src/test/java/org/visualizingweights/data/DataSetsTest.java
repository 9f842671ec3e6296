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
import org.visualizingweights.files.DataSettings;
import org.visualizingweights.files.FileServer;
import org.visualizingweights.files.StreamConsole;

class DataSetsTest {
  @TempDir Path root;
  private final FileServer server = new FileServer();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @AfterEach
  void stop() {
    server.close();
  }

  /** MNIST comes from nowhere; what has its form, from one mirror that has nothing. */
  private DataSets dataSets() {
    URI mirror = server.at("/mirror", FileServer.status(404));
    return new DataSets(
        new DataSettings(
            List.of(root.resolve("data")),
            root.resolve("cache"),
            Map.of("mnist", source(), "fashion-mnist", source(mirror))),
        new StreamConsole(new PrintStream(said, true, StandardCharsets.UTF_8), false));
  }

  private static DataSettings.DownloadSource source(URI... mirrors) {
    return new DataSettings.DownloadSource(List.of(mirrors), MnistTest.FILES, Optional.empty());
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void drawsSyntheticDigitsAsManyAsMnistHas() {
    ImageSet digits = dataSets().open("synthetic-digits", 32, 1);

    assertThat(digits.size()).isEqualTo(70_000);
  }

  @Test
  void whatCannotBeHadIsAnErrorThatSaysWhereItWasLookedFor() {
    assertThatThrownBy(() -> dataSets().open("fashion-mnist", 32, 1))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessageStartingWith("train-labels-idx1-ubyte.gz is not in ")
        .hasMessageContaining(root.resolve("data/fashion-mnist").toString())
        .hasMessageContaining(root.resolve("cache/fashion-mnist").toString())
        .hasMessageContaining("answered 404")
        .hasMessageEndingWith("; put all files of fashion-mnist there")
        .hasMessageNotContaining("\n");
    assertThat(said()).doesNotContain("instead");
  }

  @Test
  void whatIsNotToBeDownloadedIsNamedByItsHash() {
    assertThatThrownBy(() -> dataSets().open("mnist", 32, 1))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessage(
            "train-labels-idx1-ubyte.gz (SHA-256 of what it unpacks to"
                + " 65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5) is not in "
                + root.resolve("data/mnist")
                + ", "
                + root.resolve("cache/mnist")
                + "; put all files of mnist there");
    assertThat(server.requests()).isEmpty();
    assertThat(root.resolve("cache")).doesNotExist();
  }

  @Test
  void aDamagedFileIsNamedAndPassedOver() throws IOException {
    Path file = root.resolve("data/mnist/train-labels-idx1-ubyte.gz");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "<html>moved</html>");

    String problem = file + " is a web page, not data";
    assertThatThrownBy(() -> dataSets().open("mnist", 32, 1)).hasMessageContaining(problem);
    assertThat(said()).contains(problem + "; replace or delete it. Looking elsewhere.");
  }

  @Test
  void anUnknownNameIsAnErrorThatNamesTheNearest() {
    assertThatThrownBy(() -> dataSets().open("fashon-mnist", 32, 1))
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
    assertThat(dataSets.open(path, 32, 1).classes()).containsExactly("a", "b");
    ImageSet byName = dataSets.open("pets", 32, 1);
    assertThat(byName.provenance().name()).isEqualTo("pets");
    assertThat(byName.provenance().origin()).isEqualTo(path);
  }

  @Test
  void aFolderWithoutImagesIsAnError() throws IOException {
    Files.createDirectories(root.resolve("data/pets/a"));

    assertThatThrownBy(() -> dataSets().open("pets", 32, 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has no images");
  }
}
