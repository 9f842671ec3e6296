package org.visualizingweights.ui;

import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.module.train.TrainModule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.visualizingweights.files.Fingerprint;
import org.visualizingweights.run.Runs;
import org.visualizingweights.view.CapturesApi;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * DL4J's UI server, started in a way of its own: on one address instead of all, with an answer to
 * every request, and files read by threads that may wait. DL4J's modules find it as the one that
 * they expect.
 */
final class Dashboard extends VertxUIServer {
  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

  /** Of gzip: level 6 takes four times as long, a tenth of a second, to send 3 % less. */
  private static final int COMPRESSION = 4;

  /** Where a server says which runs it shows. */
  static final String WHAT_IT_SHOWS = "/captures/api/server";

  private final Path runs;
  private final InetAddress address;
  private final int port;
  private final Hosts hosts;
  private final boolean receiver;
  private final boolean ofARun;
  private final Pages templates = new Pages();
  private final TrainModule train = new TrainModule();
  private HttpServer server;

  /**
   * @param runs folder of the runs, as a path that is the same for everybody
   * @param port 0 for any that is free
   * @param hosts that it may be asked for by
   * @param ofARun whether it ends with a run
   */
  Dashboard(
      Path runs, InetAddress address, int port, Hosts hosts, boolean receiver, boolean ofARun) {
    this.runs = runs;
    this.address = address;
    this.port = port;
    this.hosts = hosts;
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
            .setAcceptBacklog(Connections.MOST)
            .setCompressionSupported(true)
            .setCompressionLevel(COMPRESSION);
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(new Connections(vertx))
            .exceptionHandler(problem -> LOG.debug("a connection failed", problem));
    server.requestHandler(router()).listen(result -> started.handle(result.mapEmpty()));
  }

  private Router router() {
    Workers pages = new Workers(vertx, "pages", 3, 64);
    Workers downloads = new Workers(vertx, "downloads", 4, 0);
    // DL4J's module takes one request at a time.
    Workers ofDl4j = new Workers(vertx, "dl4j", 1, 64);
    Router router = Router.router(vertx);
    router.route().handler(new Guard(hosts));
    get(router, "/assets/*").handler(pages.run(new ClassPathAssets()));
    get(router, WHAT_IT_SHOWS).handler(this::sayWhatItShows);
    get(router, "/favicon.ico").handler(context -> context.reroute("/assets/img/favicon.ico"));
    new CapturesPage(new CapturesApi(runs), templates).addTo(router, pages, downloads);
    Runs all = new Runs(runs);
    ReportReceiver reports = new ReportReceiver(train);
    new TrainPages(train, new Sessions(all, reports, train), all, templates).addTo(router, ofDl4j);
    if (receiver) {
      reports.addTo(router, ofDl4j);
    }
    router.route().handler(context -> context.fail(404)).failureHandler(Dashboard::fail);
    return router;
  }

  /** A way that is answered as to what there is (HEAD), too. */
  static Route get(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  private void sayWhatItShows(RoutingContext context) {
    ObjectNode shown =
        JsonNodeFactory.instance.objectNode().put("runs", identity(runs)).put("ofARun", ofARun);
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(shown.toString());
  }

  /** What tells a folder of runs from another, and does not say where it is. */
  static String identity(Path runs) {
    byte[] path = runs.toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Fingerprint.sha256Digest().digest(path));
  }

  private static void fail(RoutingContext context) {
    int status = context.statusCode() < 400 ? 500 : context.statusCode();
    if (status == 500 && !context.response().closed()) {
      LOG.warn("cannot answer {}", context.request().uri(), context.failure());
    }
    Refusal.answer(
        context, status, status == 404 ? "There is nothing here." : "This did not work.");
  }
}
