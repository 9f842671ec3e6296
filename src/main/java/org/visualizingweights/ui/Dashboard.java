package org.visualizingweights.ui;

import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.InetAddress;
import java.nio.file.Path;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.module.train.TrainModule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.visualizingweights.run.Runs;
import org.visualizingweights.view.CapturesApi;

/**
 * DL4J's UI server, started in a way of its own: on one address instead of all, with an answer to
 * every request, and files read by threads that may wait. DL4J's modules find it as the one that
 * they expect.
 */
final class Dashboard extends VertxUIServer {
  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);
  private static final int LARGEST_REPORT = 16 << 20;

  /** Of gzip: level 6 takes four times as long, a tenth of a second, to send 3 % less. */
  private static final int COMPRESSION = 4;

  /** Where a server says which runs it shows. */
  static final String WHAT_IT_SHOWS = "/captures/api/server";

  private final Path runs;
  private final InetAddress address;
  private final int port;
  private final boolean receiver;
  private final boolean ofARun;
  private final Pages pages = new Pages();
  private final TrainModule train = new TrainModule();
  private HttpServer server;

  /**
   * @param runs folder of the runs, as a path that is the same for everybody
   * @param port 0 for any that is free
   * @param ofARun whether it ends with a run
   */
  Dashboard(Path runs, InetAddress address, int port, boolean receiver, boolean ofARun) {
    this.runs = runs;
    this.address = address;
    this.port = port;
    this.receiver = receiver;
    this.ofARun = ofARun;
  }

  @Override
  public boolean isMultiSession() {
    return true;
  }

  @Override
  public int getPort() {
    return server.actualPort();
  }

  @Override
  public String getAddress() {
    return UiServer.url(address, getPort());
  }

  @Override
  public void start(Promise<Void> started) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(address.getHostAddress())
            .setPort(port)
            .setCompressionSupported(true)
            .setCompressionLevel(COMPRESSION);
    server = vertx.createHttpServer(options);
    server.requestHandler(router()).listen(result -> started.handle(result.mapEmpty()));
  }

  private Router router() {
    Router router = Router.router(vertx);
    router.route().handler(new Guard(address.isLoopbackAddress()));
    router.get("/assets/*").blockingHandler(new ClassPathAssets(), false);
    router.get(WHAT_IT_SHOWS).handler(this::sayWhatItShows);
    router.get("/favicon.ico").handler(context -> context.reroute("/assets/img/favicon.ico"));
    new CapturesPage(new CapturesApi(runs), pages).addTo(router);
    Runs all = new Runs(runs);
    Received received = new Received(train);
    new TrainPages(train, new Sessions(all, received, train), all, pages).addTo(router);
    if (receiver) {
      router
          .post("/remoteReceive")
          .handler(BodyHandler.create(false).setBodyLimit(LARGEST_REPORT))
          .blockingHandler(received);
    }
    router.route().failureHandler(Dashboard::fail);
    return router;
  }

  private void sayWhatItShows(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(new JsonObject().put("runs", runs.toString()).put("ofARun", ofARun).encode());
  }

  private static void fail(RoutingContext context) {
    int status = context.statusCode() < 400 ? 500 : context.statusCode();
    if (status == 500) {
      LOG.warn("cannot answer {}", context.request().uri(), context.failure());
    }
    if (!context.response().ended()) {
      context
          .response()
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
          .end(status == 404 ? "There is nothing here.\n" : "This did not work.\n");
    }
  }
}
