package org.visualizingweights.ui;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.visualizingweights.UserError;
import org.visualizingweights.host.Threads;
import org.visualizingweights.run.Runs;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows a run in the browser while it goes on: by the server that is up for all runs of the folder,
 * or else by one of its own, which ends with the run.
 *
 * <p>All is done in the background, and what fails is said in one line: no run waits for being
 * looked at.
 *
 * <pre>{@code
 * try (LiveView view = LiveView.open(settings, runs, System.out::println)) {
 *   prepare();
 *   view.announce(folder);
 *   train();
 * }
 * }</pre>
 */
public final class LiveView implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 500;
  private static final int LARGEST_ANSWER = 1 << 16;
  private static final String ALL = "";

  private final Runs runs;
  private final Consumer<String> console;
  private final CompletableFuture<Optional<Shown>> shown = new CompletableFuture<>();
  private final AtomicReference<Optional<String>> announced =
      new AtomicReference<>(Optional.empty());

  /**
   * Where runs are shown.
   *
   * @param own the server, if it is this one's own
   */
  private record Shown(String address, Optional<UiServer> own) {
    /** Where one run is shown, or, if it is the empty text, all are. */
    String of(String run) {
      return run.isEmpty()
          ? address + "/captures"
          : address + "/captures#a=" + Pages.encoded(run).replace("%2F", "/");
    }
  }

  private LiveView(Runs runs, Consumer<String> console) {
    this.runs = runs;
    this.console = console;
  }

  /**
   * Finds a server, or starts one; returns at once.
   *
   * @param console is told where to look, or why there is nothing to look at
   */
  public static LiveView open(UiSettings settings, Path runs, Consumer<String> console) {
    LiveView view = new LiveView(new Runs(runs), console);
    if (settings.enabled()) {
      Threads.daemon("live-view", () -> view.start(settings, runs)).start();
    } else {
      view.shown.complete(Optional.empty());
    }
    return view;
  }

  private void start(UiSettings settings, Path runs) {
    try {
      Optional<String> shared = findShared(settings, Runs.real(runs));
      if (shared.isPresent()) {
        shown.complete(Optional.of(new Shown(shared.get(), Optional.empty())));
        return;
      }
      UiServer server = UiServer.start(settings, runs, true);
      if (!shown.complete(Optional.of(new Shown(server.address(), Optional.of(server))))) {
        server.close(); // the run was shorter than this
      }
    } catch (RuntimeException | LinkageError e) {
      String why = e instanceof UserError ? e.getMessage() : e.toString();
      console.accept("The run cannot be shown in the browser: " + why);
      shown.complete(Optional.empty());
    }
  }

  /** A server for the same runs that does not end with one of them. */
  private static Optional<String> findShared(UiSettings settings, Path runs) {
    if (settings.port() == 0) {
      return Optional.empty();
    }
    try {
      String host = settings.host().equals("0.0.0.0") ? "127.0.0.1" : settings.host();
      URI question =
          new URI("http", null, host, settings.port(), Dashboard.WHAT_IT_SHOWS, null, null);
      HttpURLConnection connection =
          (HttpURLConnection) question.toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setInstanceFollowRedirects(false);
      try (InputStream in = connection.getInputStream()) {
        JsonNode answer = new JsonMapper().readTree(in.readNBytes(LARGEST_ANSWER));
        boolean same = answer.path("runs").asString("").equals(Dashboard.identity(runs));
        return same && !answer.path("ofARun").asBoolean(true)
            ? Optional.of(UiServer.url(InetAddress.getByName(host), settings.port()))
            : Optional.empty();
      }
    } catch (IOException | java.net.URISyntaxException | JacksonException e) {
      return Optional.empty(); // nobody is there, or somebody else
    }
  }

  /** Says where all runs can be looked at, as soon as that is known. */
  public void announceAll() {
    announce(Optional.of(ALL), "");
  }

  /**
   * Says where a run can be looked at, as soon as that is known.
   *
   * @param run its folder, which has a manifest by now; only what lies among the runs is shown
   */
  public void announce(Path run) {
    announce(
        runs.idOf(run),
        "The run cannot be shown in the browser: %s is not among the runs in %s."
            .formatted(run, runs.folder()));
  }

  private void announce(Optional<String> id, String lost) {
    announced.set(id);
    shown.thenAccept(
        where ->
            where.ifPresent(
                s -> {
                  s.own().flatMap(UiServer::otherPort).ifPresent(console);
                  console.accept(id.map(i -> "look      " + s.of(i)).orElse(lost));
                }));
  }

  /**
   * Ends the server if it is the run's own, and says where the run can be looked at from now on.
   */
  @Override
  public void close() {
    shown.complete(Optional.empty()); // or what is still starting would stay
    shown.join().ifPresent(this::close);
  }

  private void close(Shown where) {
    where.own().ifPresent(UiServer::close);
    announced
        .get()
        .map(
            run ->
                where.own().isEmpty()
                    ? "Look at it: " + where.of(run)
                    : "Shown at %s until now; mvn exec:java@ui shows it again."
                        .formatted(where.of(run)))
        .ifPresent(console);
  }
}
