package org.visualizingweights.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;
import org.visualizingweights.data.ConsoleProgress;
import org.visualizingweights.data.DataSettings;
import org.visualizingweights.data.FileServer;
import org.visualizingweights.data.Fingerprint;
import org.visualizingweights.data.RemoteFile;

class PretrainedWeightsTest {
  private static final String SAFETENSORS = "small.safetensors";
  private static final String PTH = "small.pth";
  private static final Optional<String> FRACTALS = Optional.of("fractals");

  @TempDir Path root;
  private final FileServer server = new FileServer();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private URI safetensors = server.at("/missing.safetensors", FileServer.status(404));
  private URI pth = server.at("/missing.pth", FileServer.status(404));
  private OwnWeights own = new OwnWeights(Optional.of(Resources.class.getResource(SAFETENSORS)));

  @AfterEach
  void stop() {
    server.close();
  }

  private PretrainedWeights weights() {
    return new PretrainedWeights(
        new DataSettings(List.of(root.resolve("data")), root.resolve("cache"), Map.of()),
        List.of(remote(SAFETENSORS, safetensors), remote(PTH, pth)),
        own,
        new ConsoleProgress(new PrintStream(said, true, StandardCharsets.UTF_8), false));
  }

  private static RemoteFile remote(String name, URI url) {
    byte[] bytes = Resources.bytes(name);
    return new RemoteFile(
        name, List.of(url), Fingerprint.ofFile(bytes.length, sha256(Resources.bytes(name))));
  }

  private static String sha256(byte[] bytes) {
    try {
      return Fingerprint.sha256(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path user(String name, String folder) throws IOException {
    return Resources.copy(name, Files.createDirectories(root.resolve(folder)));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void takesAFileOfTheUsersBeforeAnythingIsDownloaded() throws IOException {
    safetensors = server.at("/a", FileServer.file(Resources.bytes(SAFETENSORS)));
    Path file = user(PTH, "data");

    Weights weights = weights().open("imagenet", FRACTALS);

    WeightsFileTest.assertSmall(weights.tensors());
    assertThat(weights.provenance().name()).isEqualTo("imagenet");
    assertThat(weights.provenance().origin()).isEqualTo(file.toString());
    assertThat(weights.provenance().sha256()).isEqualTo(Map.of(PTH, sha256(Resources.bytes(PTH))));
    assertThat(weights.provenance().fallback()).isEmpty();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void looksIntoTheFolderForWeightsToo() throws IOException {
    Path file = user(PTH, "data/weights");
    assertThat(weights().open("imagenet", FRACTALS).provenance().origin())
        .isEqualTo(file.toString());
  }

  @Test
  void downloadsTheFirstFileThatCanBeHadAndKeepsIt() {
    pth = server.at("/b", FileServer.file(Resources.bytes(PTH)));

    WeightsFileTest.assertSmall(weights().open("imagenet", FRACTALS).tensors());
    Weights again = weights().open("imagenet", FRACTALS);

    assertThat(again.provenance().origin())
        .isEqualTo(root.resolve("cache/weights/small.pth").toString());
    assertThat(server.requests()).containsExactly("/missing.safetensors 0", "/b 0");
  }

  @Test
  void passesOverAFileWithOtherBytes() throws IOException {
    Path file = user(PTH, "data");
    Files.write(file, Resources.bytes("checkpoint.pth"));
    pth = server.at("/b", FileServer.file(Resources.bytes(PTH)));

    WeightsFileTest.assertSmall(weights().open("imagenet", FRACTALS).tensors());

    assertThat(said()).contains(file + " has more than the 3,621 bytes that it should; replace");
  }

  @Test
  void saysWhereItLookedAndWhatItWasAnswered() {
    assertThatThrownBy(() -> weights().open("imagenet", Optional.empty()))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessageContaining("small.safetensors or small.pth is not in ")
        .hasMessageContaining(root.resolve("data/weights") + ", " + root.resolve("data") + ", ")
        .hasMessageContaining("/missing.safetensors answered 404")
        .hasMessageContaining("/missing.pth answered 404")
        .hasMessageNotContaining("\n");
  }

  @Test
  void takesTheProgramsOwnWhereImagenetsCannotBeHadAndSaysSo() {
    Weights weights = weights().open("imagenet", FRACTALS);

    WeightsFileTest.assertSmall(weights.tensors());
    assertThat(weights.provenance().name()).isEqualTo("fractals");
    assertThat(weights.provenance().sha256()).containsValue(sha256(Resources.bytes(SAFETENSORS)));
    assertThat(weights.provenance().fallback().orElseThrow())
        .startsWith("imagenet was asked for but cannot be had: small.safetensors or ");
    assertThat(said()).contains("Using fractals instead: imagenet was asked for");
  }

  @Test
  void takesTheProgramsOwnWithoutAWordWhereTheyAreAskedFor() {
    Weights weights = weights().open("fractals", FRACTALS);

    assertThat(weights.provenance().name()).isEqualTo("fractals");
    assertThat(weights.provenance().fallback()).isEmpty();
    assertThat(said()).isEmpty();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void saysWhyNeitherCouldBeHad() {
    own = new OwnWeights(Optional.empty());

    assertThatThrownBy(() -> weights().open("imagenet", FRACTALS))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessageStartingWith("imagenet was asked for but cannot be had: small.safetensors or ")
        .hasMessageContaining("; nor can fractals: this build has no weights of its own");
    assertThat(said()).doesNotContain("Using fractals");
  }

  @Test
  void opensAnyFile() throws IOException {
    Weights weights = weights().open(user("checkpoint.pth", "mine").toString(), FRACTALS);

    WeightsFileTest.assertSmall(weights.tensors());
    assertThat(weights.provenance().name()).isEqualTo("checkpoint.pth");
    assertThat(weights.provenance().sha256()).containsOnlyKeys("checkpoint.pth");
  }

  @Test
  void aFileThatIsNamedIsNeverReplacedByOtherWeights() throws IOException {
    Path damaged = Files.writeString(root.resolve("damaged.pth"), "x");
    assertThatThrownBy(() -> weights().open(damaged.toString(), FRACTALS))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessage(
            damaged
                + " is neither a safetensors file nor one that torch.save wrote; use a whole"
                + " safetensors file, or one of torch.save(model.state_dict(), …)");
    assertThatThrownBy(() -> weights().open(root + "/none.pth", FRACTALS))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessageContaining("there is no file " + root + "/none.pth");
  }
}
