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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.files.DataSettings;
import org.visualizingweights.files.FileServer;
import org.visualizingweights.files.Fingerprint;
import org.visualizingweights.files.RemoteFile;
import org.visualizingweights.files.StreamConsole;
import org.visualizingweights.model.ResNet;

class PretrainedWeightsTest {
  private static final String SAFETENSORS = "small.safetensors";
  private static final String PTH = "small.pth";
  private static final String INCLUDED = "small-legacy.pth";
  private static final Optional<String> MLNET = Optional.of("imagenet-mlnet");

  @TempDir Path root;
  private final FileServer server = new FileServer();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private URI safetensors = server.at("/missing.safetensors", FileServer.status(404));
  private URI pth = server.at("/missing.pth", FileServer.status(404));

  @BeforeEach
  void someComeAlong() throws IOException {
    user(INCLUDED, "included/weights");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private PretrainedWeights weights() {
    return weights(ResNet.RESNET_18);
  }

  private PretrainedWeights weights(ResNet network) {
    return new PretrainedWeights(
        network,
        new DataSettings(
            List.of(root.resolve("data"), root.resolve("included")),
            root.resolve("cache"),
            Map.of()),
        Map.of(
            "imagenet",
            new WeightsSource(
                "torchvision's",
                "BSD",
                Map.of("resnet18", List.of(remote(SAFETENSORS, safetensors), remote(PTH, pth)))),
            "imagenet-mlnet",
            new WeightsSource(
                "not torchvision's", "MIT", Map.of("resnet18", List.of(remote(INCLUDED))))),
        new StreamConsole(new PrintStream(said, true, StandardCharsets.UTF_8), false));
  }

  private static RemoteFile remote(String name, URI... urls) {
    byte[] bytes = Resources.bytes(name);
    return new RemoteFile(
        name,
        List.of(urls),
        new Fingerprint(Fingerprint.Measured.FILE, bytes.length, sha256(Resources.bytes(name))));
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

    Weights weights = weights().open("imagenet", MLNET);

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
    assertThat(weights().open("imagenet", MLNET).provenance().origin()).isEqualTo(file.toString());
  }

  @Test
  void downloadsTheFirstFileThatCanBeHadAndKeepsIt() {
    pth = server.at("/b", FileServer.file(Resources.bytes(PTH)));

    WeightsFileTest.assertSmall(weights().open("imagenet", MLNET).tensors());
    Weights again = weights().open("imagenet", MLNET);

    assertThat(again.provenance().origin())
        .isEqualTo(root.resolve("cache/weights/small.pth").toString());
    assertThat(server.requests()).containsExactly("/missing.safetensors 0", "/b 0");
  }

  @Test
  void passesOverAFileWithOtherBytes() throws IOException {
    Path file = user(PTH, "data");
    Files.write(file, Resources.bytes("checkpoint.pth"));
    pth = server.at("/b", FileServer.file(Resources.bytes(PTH)));

    WeightsFileTest.assertSmall(weights().open("imagenet", MLNET).tensors());

    assertThat(said()).contains(file + " has more than the 3,621 bytes that it should; replace");
  }

  @Test
  void saysWhereItLookedAndWhatItWasAnswered() {
    assertThatThrownBy(() -> weights().open("imagenet", Optional.empty()))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessageContaining("small.safetensors or small.pth is not in ")
        .hasMessageContaining(root.resolve("data/weights") + ", ")
        .hasMessageContaining(root.resolve("data") + ", ")
        .hasMessageContaining("/missing.safetensors answered 404")
        .hasMessageContaining("/missing.pth answered 404")
        .hasMessageNotContaining("\n");
  }

  @Test
  void takesThoseThatCameAlongWhereTorchvisionsCannotBeHadAndSaysSo() {
    Provenance provenance = weights().open("imagenet", MLNET).provenance();

    assertThat(provenance.title()).isEqualTo("imagenet-mlnet (not torchvision's)");
    assertThat(provenance.origin()).endsWith("included/weights/small-legacy.pth");
    assertThat(provenance.license()).contains("MIT");
    assertThat(provenance.sha256()).containsValue(sha256(Resources.bytes(INCLUDED)));
    assertThat(provenance.fallback().orElseThrow())
        .startsWith("imagenet (torchvision's) was asked for but cannot be had: small.safetensors");
    assertThat(said())
        .contains(
            "Using imagenet-mlnet (not torchvision's) instead: imagenet (torchvision's) was asked"
                + " for");
  }

  @Test
  void takesThoseThatCameAlongWithoutAWordWhereTheyAreAskedFor() {
    Provenance provenance = weights().open("imagenet-mlnet", MLNET).provenance();

    assertThat(provenance.name()).isEqualTo("imagenet-mlnet");
    assertThat(provenance.fallback()).isEmpty();
    assertThat(said()).isEmpty();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void saysWhyNeitherCouldBeHad() throws IOException {
    Path included = root.resolve("included/weights").resolve(INCLUDED);
    Files.delete(included);

    assertThatThrownBy(() -> weights().open("imagenet", MLNET))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessageStartingWith("imagenet (torchvision's) was asked for but cannot be had: small.")
        .hasMessageContaining("; nor can imagenet-mlnet: small-legacy.pth (SHA-256 ")
        .hasMessageContaining(included.getParent() + ", ")
        .hasMessageEndingWith("; put one there");
    assertThat(said()).doesNotContain("Using");
  }

  @Test
  void whereThereAreNoneForTheNetworkTheNextBestIsNamed() throws IOException {
    String none =
        "has none for a ResNet-34; take a file of yours, weights: FILE, or another"
            + " network, such as network: resnet18";
    assertThatThrownBy(() -> weights(ResNet.RESNET_34).open("imagenet-mlnet", MLNET))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessage("imagenet-mlnet (not torchvision's) " + none);
    assertThatThrownBy(() -> weights(ResNet.RESNET_34).open("imagenet", MLNET))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessageStartingWith("imagenet (torchvision's) was asked for but cannot be had: ")
        .hasMessageContaining("; nor can imagenet-mlnet: ")
        .hasMessageEndingWith(none);
    assertThatThrownBy(() -> weights(ResNet.RESNET_34).open("imagenet", Optional.empty()))
        .hasMessageEndingWith(", or take weights: FILE");
    assertThatThrownBy(() -> weights(ResNet.RESNET_18).open("imagenet", Optional.empty()))
        .hasMessageEndingWith(", or take weights: imagenet-mlnet");
    assertThat(server.requests()).as("of another network's files").hasSize(2);
  }

  @Test
  void reopensTheVeryFileThatARunBeganWith() throws IOException {
    user(SAFETENSORS, "data");
    user(PTH, "data");
    Provenance then = new Provenance("imagenet", "gone", Map.of(PTH, sha256(Resources.bytes(PTH))));

    assertThat(weights().reopen(then).provenance().sha256()).isEqualTo(then.sha256());
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void reopensWeightsWhoseNameIsGoneByTheirHash() throws IOException {
    String sha256 = sha256(Resources.bytes("checkpoint.pth"));
    Provenance then =
        new Provenance("fractals", "comes with the program", Map.of("fractals.pth", sha256));

    assertThatThrownBy(() -> weights().reopen(then))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessageStartingWith(
            "the run began with the weights fractals (comes with the program): fractals.pth,"
                + " SHA-256 "
                + sha256)
        .hasMessageContaining(root.resolve("cache/weights").toString());

    Path kept = Files.createDirectories(root.resolve("cache/weights")).resolve("fractals.pth");
    Files.write(kept, Resources.bytes(PTH)); // another file of that name
    assertThatThrownBy(() -> weights().reopen(then)).hasMessageContaining("put it there");

    Files.write(kept, Resources.bytes("checkpoint.pth"));
    Provenance now = weights().reopen(then).provenance();
    assertThat(now.name()).isEqualTo("fractals");
    assertThat(now.sha256()).isEqualTo(then.sha256());
    assertThat(now.origin()).isEqualTo(kept.toString());
  }

  @Test
  void reopensAFileWhereItWas() throws IOException {
    Provenance then = weights().open(user("checkpoint.pth", "mine").toString(), MLNET).provenance();
    assertThat(weights().reopen(then).provenance()).isEqualTo(then);
  }

  @Test
  void opensAnyFile() throws IOException {
    Weights weights = weights().open(user("checkpoint.pth", "mine").toString(), MLNET);

    WeightsFileTest.assertSmall(weights.tensors());
    assertThat(weights.provenance().name()).isEqualTo("checkpoint.pth");
    assertThat(weights.provenance().sha256()).containsOnlyKeys("checkpoint.pth");
  }

  @Test
  void oneOfSeveralIsChosenByItsNameAndFoundAgain() throws IOException {
    Path file = user("checkpoint.pth", "mine#1");

    Weights weights = weights().open(file + "#state_dict", MLNET);

    WeightsFileTest.assertSmall(weights.tensors());
    Provenance then = weights.provenance();
    assertThat(then.name()).isEqualTo("checkpoint.pth#state_dict.module");
    assertThat(then.origin()).isEqualTo(file.toString());
    assertThat(then.sha256()).containsOnlyKeys("checkpoint.pth");
    Path moved = Files.createDirectories(root.resolve("data")).resolve("checkpoint.pth");
    Files.move(file, moved);
    Weights again = weights().reopen(then);
    WeightsFileTest.assertSmall(again.tensors());
    assertThat(again.provenance().name()).isEqualTo(then.name());
    assertThat(again.provenance().origin()).isEqualTo(moved.toString());
    assertThatThrownBy(() -> weights().open(moved + "#ema", MLNET))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(2))
        .hasMessageStartingWith(moved + " holds no 'ema'; it has '.', 'state_dict.module', ");
  }

  @Test
  void aFileThatIsNamedIsNeverReplacedByOtherWeights() throws IOException {
    Path damaged = Files.writeString(root.resolve("damaged.pth"), "x");
    assertThatThrownBy(() -> weights().open(damaged.toString(), MLNET))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessage(
            damaged
                + " is neither a safetensors file nor one that torch.save wrote; use a whole"
                + " safetensors file, or one of torch.save(model.state_dict(), …)");
    assertThatThrownBy(() -> weights().open(root + "/none.pth", MLNET))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessageContaining("there is no file " + root + "/none.pth");
  }
}
