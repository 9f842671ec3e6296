package org.visualizingweights.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.UserError;
import org.visualizingweights.files.RemoteFile;
import org.visualizingweights.ui.UiSettings;

class SettingsTest {
  private static final Path INCLUDED = Path.of("src/data").toAbsolutePath();

  private final ConfigFolder config = new ConfigFolder(Path.of("config"));

  @TempDir Path folder;

  private static Properties properties(String... keysAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
    }
    return properties;
  }

  @Test
  void theFileSaysWhereEverythingIs() {
    Settings settings = Settings.read(config, properties());
    assertThat(settings.data().cache())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "visualizing-weights"));
    assertThat(settings.data().directories()).containsExactly(INCLUDED);
    assertThat(settings.runs()).isEqualTo(Path.of("runs"));
    assertThat(settings.ui()).isEqualTo(new UiSettings(true, "127.0.0.1", 9000, false, List.of()));
  }

  @Test
  void everyDataSetHasFourFilesAndMirrorsUnlessItComesAlong() {
    Settings settings = Settings.read(config, properties());
    assertThat(settings.data().sources()).containsOnlyKeys("mnist", "fashion-mnist");
    assertThat(settings.data().sources().values())
        .allSatisfy(source -> assertThat(source.files()).hasSize(4));
    assertThat(settings.data().sources().get("mnist").mirrors()).isEmpty();
    assertThat(settings.data().sources().get("fashion-mnist").mirrors()).isNotEmpty();
    // 60,000 images of 28 by 28 bytes after a header of 16, as the IDX format has it.
    assertThat(
            settings
                .data()
                .sources()
                .get("mnist")
                .files()
                .get("train-images-idx3-ubyte.gz")
                .bytes())
        .isEqualTo(60_000 * 28 * 28 + 16);
    assertThat(settings.weights()).containsOnlyKeys("imagenet", "imagenet-mlnet");
    for (String network : List.of("resnet18", "resnet34")) {
      assertThat(settings.weights().get("imagenet").files().get(network))
          .hasSize(2)
          .allSatisfy(file -> assertThat(file.urls()).hasSize(1))
          .allSatisfy(file -> assertThat(file.name()).startsWith(network));
    }
    assertThat(settings.weights().get("imagenet-mlnet").files())
        .containsOnlyKeys("resnet18")
        .extractingByKey("resnet18", InstanceOfAssertFactories.list(RemoteFile.class))
        .singleElement()
        .satisfies(file -> assertThat(file.urls()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark://host:7077",
        "spark://one:7077,two:7077",
        "local",
        "local[2]",
        "local[*]",
        "local[2,4]",
        "yarn",
        "k8s://https://host:6443"
      })
  void sweepsCanBeGivenToSpark(String master) {
    assertThat(Settings.read(config, properties()).spark()).isEmpty();
    assertThat(Settings.read(config, properties("sweep.spark", master)).spark())
        .contains(new Settings.Spark(master, 0, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"host:7077", "spark://host", "http://host:8080", "true", "local[x]"})
  void whatIsNoMasterOfSparksIsToldSo(String master) {
    assertThatThrownBy(() -> Settings.read(config, properties("sweep.spark", master)))
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll("-Dsweep.spark=" + master, "spark://HOST:PORT");
  }

  @Test
  void everyKeyCanBeSetByASystemProperty() {
    Settings settings =
        Settings.read(
            config,
            properties(
                "cache.directory", "/c",
                "data.directories", "[/a, '/b']",
                "runs.directory", "~/r: 1 #2",
                "ui.enabled", "false",
                "ui.port", "0",
                "data.included", "/i",
                "sources.fashion-mnist.mirrors", "[]",
                "user.dir", "/other"));
    assertThat(settings.data().cache()).isEqualTo(Path.of("/c"));
    assertThat(settings.data().directories())
        .containsExactly(Path.of("/a"), Path.of("/b"), Path.of("/i"));
    assertThat(settings.runs()).isEqualTo(Path.of(System.getProperty("user.home"), "r: 1 #2"));
    assertThat(settings.ui()).isEqualTo(new UiSettings(false, "127.0.0.1", 0, false, List.of()));
    assertThat(settings.data().sources().get("fashion-mnist").mirrors()).isEmpty();
  }

  @Test
  void hostsAreAListOrNamesBetweenCommas() {
    for (String hosts : List.of("[train.example.org, b]", "train.example.org,b")) {
      assertThat(Settings.read(config, properties("ui.hosts", hosts)).ui().hosts())
          .containsExactly("train.example.org", "b");
    }
    assertThat(Settings.read(config, properties("ui.hosts", "[]")).ui().hosts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://a", "a:9000", "[a, b/c]", "", "a,,b", "1", "[1]", "{a: b}"})
  void whatIsNoHostsNameIsAMistake(String hosts) {
    assertThatThrownBy(() -> Settings.read(config, properties("ui.hosts", hosts)))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("-Dui.hosts=" + hosts + ": ui.hosts: found ")
        .hasMessageEndingWith("allowed is hosts' names, without scheme and port")
        .extracting(Throwable::getMessage, STRING)
        .hasLineCount(1);
  }

  @Test
  void theFileLeavesTheNumberOfThreadsToOpenMpOrTheMachine() {
    assertThat(Settings.read(config, properties()).threads()).isEmpty();
    assertThat(Settings.read(config, properties("threads", "auto")).threads()).isEmpty();
    assertThat(Settings.read(config, properties("threads", "3")).threads()).hasValue(3);
  }

  @Test
  void theLayersAreTheFastestUnlessOthersAreAskedFor() {
    assertThat(Settings.read(config, properties()).layers()).isEqualTo(Settings.Layers.AUTO);
    assertThat(Settings.read(config, properties("layers", "stock")).layers())
        .isEqualTo(Settings.Layers.STOCK);
    assertThatThrownBy(() -> Settings.read(config, properties("layers", "stok")))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("-Dlayers=stok: layers: found ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "1025", "all", ""})
  void anImpossibleNumberOfThreadsIsAMistake(String threads) {
    assertThatThrownBy(() -> Settings.read(config, properties("threads", threads)))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("-Dthreads=" + threads + ": threads: found ")
        .hasMessageEndingWith("allowed is auto or a whole number from 1 to 1024");
  }

  @Test
  void dataDirIsPutInFrontOfTheDataDirectories() {
    Settings settings =
        Settings.read(
            config, properties("data.dir", folder.toString(), "data.directories", "[/a]"));
    assertThat(settings.data().directories()).containsExactly(folder, Path.of("/a"), INCLUDED);
  }

  @Test
  void whatComesAlongIsFoundFromTheFolderOfTheSettingsWhereverThatIs() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("checkout/config"));
    Files.copy(config.settings(), elsewhere.resolve("settings.yaml"));
    assertThat(Settings.read(new ConfigFolder(elsewhere), properties()).data().directories())
        .containsExactly(folder.toRealPath().resolve("checkout/src/data"));
    Path link = Files.createSymbolicLink(folder.resolve("config"), elsewhere);
    assertThat(Settings.read(new ConfigFolder(link), properties()).data().directories())
        .containsExactly(folder.toRealPath().resolve("checkout/src/data"));
  }

  @Test
  void allMistakesAreSaidWithTheirPlaces() throws IOException {
    String yaml =
        Files.readString(config.settings())
            .replace("port: 9000", "port: 90000")
            .replace("host:", "hst:")
            .replace("urls: [\"https:", "urls: [\"gopher:")
            .replaceFirst("sha256: ba89", "sha256: BA89");
    Path file = Files.writeString(folder.resolve("settings.yaml"), yaml);
    UserError error =
        catchThrowableOfType(
            UserError.class,
            () ->
                Settings.read(
                    new ConfigFolder(folder),
                    properties("ui.prot", "1", "ui.enabled", "", "data.dir", "no such")));
    assertThat(error.exitStatus()).isEqualTo(2);
    List<String> lines = error.getMessage().replace(file.toString(), "x").lines().toList();
    assertThat(lines).hasSize(11);
    assertThat(String.join("\n", lines))
        .contains(
            "-Ddata.dir=no such: data.dir: found \"no such\", allowed is an existing folder",
            "-Dui.enabled=: ui.enabled: found \"\", allowed is true or false",
            "-Dui.prot=1: ui.prot: there is no such key; did you mean ui.port?",
            "x:17:3: ui.host: missing, allowed is a host's name or address",
            ": ui.hst: there is no such key; did you mean ui.host?",
            ": ui.port: found 90000, allowed is a whole number from 0 to 65535",
            ": sources.mnist.files.sha256: found \"BA89",
            ": sources.imagenet.files.urls: found \"gopher:");
  }

  @Test
  void theFolderIsConfigUnlessAPropertyNamesAnother() {
    assertThat(ConfigFolder.find(properties()).path()).isEqualTo(Path.of("config"));
    assertThat(ConfigFolder.find(properties("config.directory", folder.toString())).path())
        .isEqualTo(folder);
    assertThatThrownBy(() -> ConfigFolder.find(properties("config.directory", "nowhere")))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "nowhere: there is no such folder; run from the project's folder, or name it with"
                + " -Dconfig.directory=...");
  }
}
