package org.visualizingweights.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveViewTest {
  private static final String RUN = "untrained/2026-11-23T10-15-30Z";

  @TempDir Path folder;
  private final List<String> console = new CopyOnWriteArrayList<>();
  private Path run;

  @BeforeEach
  void begin() {
    run = new SmallRuns(folder).running("untrained").path();
  }

  private static UiSettings settings(int port) {
    return new UiSettings(true, "127.0.0.1", port, false, List.of());
  }

  private LiveView open(UiSettings settings) {
    return LiveView.open(settings, folder, console::add);
  }

  /** The line that the run's start says, when it is there. */
  private String look() throws InterruptedException {
    for (int i = 0; i < 300 && console.stream().noneMatch(line -> line.startsWith("look ")); i++) {
      Thread.sleep(50);
    }
    return console.stream().filter(line -> line.startsWith("look ")).findFirst().orElseThrow();
  }

  @Test
  void aRunServesItselfUntilItEnds() throws Exception {
    String address;
    try (LiveView view = open(settings(0))) {
      view.announce(run);
      assertThat(look()).matches("look      http://localhost:\\d+/captures#a=" + RUN);
      address = look().replaceAll("look *|/captures.*", "");
      assertThat(URI.create(address + Dashboard.WHAT_IT_SHOWS).toURL().openStream().readAllBytes())
          .asString()
          .contains("\"ofARun\":true");
    }
    assertThat(console).hasSize(2);
    assertThat(console.get(1)).contains("Shown at " + address).contains("mvn exec:java@ui");
    assertThatThrownBy(() -> URI.create(address).toURL().openStream())
        .isInstanceOf(IOException.class);
  }

  @Test
  void aRunGoesToTheServerThatShowsItsFolderAlready() throws Exception {
    try (UiServer server = UiServer.start(settings(0), folder, false);
        LiveView view = open(settings(URI.create(server.address()).getPort()))) {
      view.announce(run);
      assertThat(look()).isEqualTo("look      " + server.address() + "/captures#a=" + RUN);
    }
    assertThat(console.get(1)).startsWith("Look at it: http://localhost:");
  }

  @Test
  void aRunDoesNotRelyOnTheServerOfAnotherRunNorOfAnotherFolder(@TempDir Path other)
      throws Exception {
    for (UiServer server :
        List.of(
            UiServer.start(settings(0), folder, true), UiServer.start(settings(0), other, false))) {
      console.clear();
      try (server;
          LiveView view = open(settings(URI.create(server.address()).getPort()))) {
        view.announce(run);
        assertThat(look()).doesNotContain(server.address() + "/");
        assertThat(console.get(0)).contains("is in use");
      }
    }
  }

  @Test
  void aRunThatLiesElsewhereIsSaidNotToBeShown(@TempDir Path other) throws Exception {
    Path moved = Files.move(run, other.resolve("moved"));
    try (LiveView view = open(settings(0))) {
      view.announce(moved);
      for (int i = 0; i < 300 && console.isEmpty(); i++) {
        Thread.sleep(50);
      }
    }
    assertThat(console).hasSize(1);
    assertThat(console.get(0))
        .startsWith("The run cannot be shown in the browser: " + moved)
        .contains(folder.toString());
  }

  @Test
  void aRunGoesOnWhereItCannotBeShown() throws Exception {
    try (LiveView view = open(new UiSettings(true, "192.0.2.1", 9000, false, List.of()))) {
      view.announce(run);
      for (int i = 0; i < 300 && console.isEmpty(); i++) {
        Thread.sleep(50);
      }
    }
    assertThat(console).hasSize(1);
    assertThat(console.get(0)).startsWith("The run cannot be shown in the browser: ");
  }

  @Test
  void nothingHappensWhereItIsSwitchedOff() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        LiveView view =
            open(new UiSettings(false, "127.0.0.1", free.getLocalPort(), false, List.of()))) {
      view.announce(run);
    }
    assertThat(console).isEmpty();
  }

  @Test
  void aRunThatEndsAtOnceLeavesNoServer() throws Exception {
    open(settings(0)).close();
    assertThat(console).isEmpty();
  }
}
