package org.visualizingweights.ui;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.visualizingweights.UserError;
import org.visualizingweights.host.Threads;
import org.visualizingweights.run.Runs;
import org.visualizingweights.view.CapturesApi;

/**
 * A server that shows the runs of a folder in the browser: those that are over, those that go on,
 * and those that begin meanwhile. One a process at a time, since DL4J's modules know but one.
 */
public final class UiServer implements AutoCloseable {
  private static final int PORTS_TRIED = 20;

  private final Vertx vertx;
  private final Dashboard dashboard;
  private final int wanted;

  private UiServer(Vertx vertx, Dashboard dashboard, int wanted) {
    this.vertx = vertx;
    this.dashboard = dashboard;
    this.wanted = wanted;
  }

  /**
   * Starts to listen; returns when it does.
   *
   * @param runs folder of the runs, which need not exist yet
   * @param ofARun whether the server ends with a run, so that others had better not rely on it
   * @throws UserError where there is no such address on this machine, or no port is free
   */
  public static UiServer start(UiSettings settings, Path runs, boolean ofARun) {
    InetAddress address = address(settings.host());
    Hosts hosts = new Hosts(settings.host(), settings.hosts(), address.isLoopbackAddress());
    for (int i = 0; i < PORTS_TRIED && settings.port() + i <= 65_535; i++) {
      int port = settings.port() + i;
      Optional<UiServer> server = listen(settings, Runs.real(runs), address, port, hosts, ofARun);
      if (server.isPresent()) {
        return server.get();
      }
    }
    throw UserError.unavailable(
        "Port %s is in use, and so are the %s after it. Which shall it be? -Dui.port=..."
            .formatted(settings.port(), PORTS_TRIED - 1));
  }

  /**
   * Prepares, in the background, to be asked about a run for the first time; returns at once.
   *
   * @param runs folder of the runs
   */
  public static void prepare(Path runs) {
    Threads.daemon("warm-up", () -> new CapturesApi(Runs.real(runs)).warmUp()).start();
  }

  /** Empty where the port is in use. */
  private static Optional<UiServer> listen(
      UiSettings settings, Path runs, InetAddress address, int port, Hosts hosts, boolean ofARun) {
    Vertx vertx = vertx();
    Dashboard dashboard = new Dashboard(runs, address, port, hosts, settings.receiver(), ofARun);
    CompletableFuture<String> started = new CompletableFuture<>();
    vertx.deployVerticle(
        dashboard,
        result -> {
          if (result.succeeded()) {
            started.complete(result.result());
          } else {
            started.completeExceptionally(result.cause());
          }
        });
    try {
      started.join();
      return Optional.of(new UiServer(vertx, dashboard, settings.port()));
    } catch (CompletionException e) {
      close(vertx);
      if (e.getCause() instanceof BindException bind && !unassignable(bind)) {
        return Optional.empty();
      }
      throw UserError.unavailable(
          "Cannot show runs at %s: %s".formatted(url(address, port), e.getCause().getMessage()),
          e.getCause());
    }
  }

  /** Not a matter of the port: the address is none of this machine's. */
  private static boolean unassignable(BindException e) {
    return String.valueOf(e.getMessage()).contains("assign");
  }

  private static Vertx vertx() {
    // Vert.x would write to the console by java.util.logging.
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    // Browsers speak neither to a server like this, and what is said in them escapes our bounds.
    System.setProperty("vertx.disableH2c", "true");
    System.setProperty("vertx.disableWebsockets", "true");
    // It listens at an address and asks nobody.
    System.setProperty("vertx.disableDnsResolver", "true");
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            // Training may have all cores, which is not worth a warning.
            .setMaxEventLoopExecuteTime(1)
            .setMaxEventLoopExecuteTimeUnit(TimeUnit.MINUTES)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false)));
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw UserError.badInput(
          "ui.host: \"%s\" is no address of this machine; 127.0.0.1 is always one."
              .formatted(host));
    }
  }

  static String url(InetAddress address, int port) {
    boolean here = address.isLoopbackAddress() || address.isAnyLocalAddress();
    return "http://%s:%s".formatted(here ? "localhost" : address.getHostAddress(), port);
  }

  /** Where it is. */
  public String address() {
    return dashboard.getAddress();
  }

  /** That it does not listen where it was told to, if so. */
  public Optional<String> otherPort() {
    return wanted == 0 || wanted == dashboard.getPort()
        ? Optional.empty()
        : Optional.of(
            "Port %s is in use by another program; this is port %s."
                .formatted(wanted, dashboard.getPort()));
  }

  /** Ends it. */
  @Override
  public void close() {
    close(vertx);
  }

  private static void close(Vertx vertx) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    vertx.close(result -> closed.complete(null));
    closed.orTimeout(5, TimeUnit.SECONDS).exceptionally(slow -> null).join();
  }
}
