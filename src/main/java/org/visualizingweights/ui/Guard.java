package org.visualizingweights.ui;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;

/**
 * Answers only who may ask, and tells browsers to load nothing from elsewhere.
 *
 * <p>A server that listens on this machine alone is still reached by any web page that is open on
 * it: directly, and as its own host, where that host's name is made to point here ("DNS
 * rebinding"). So the host that is asked for must be this machine's, and what a request of another
 * site's page would be answered, that page must not see.
 */
final class Guard implements Handler<RoutingContext> {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /** DL4J's pages have scripts and styles between their lines. */
  private static final String POLICY =
      "default-src 'self'; script-src 'self' 'unsafe-inline' data: blob:; style-src 'self'"
          + " 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self'"
          + " blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors"
          + " 'none'";

  private final boolean loopback;

  /**
   * @param loopback whether the server listens on this machine alone
   */
  Guard(boolean loopback) {
    this.loopback = loopback;
  }

  @Override
  public void handle(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    if (allowed(context.request())) {
      context.next();
    } else {
      context
          .response()
          .setStatusCode(403)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
          .end("This server answers its own machine only, under the name localhost.\n");
    }
  }

  private boolean allowed(HttpServerRequest request) {
    String host = request.host();
    if (loopback && (host == null || !THIS_MACHINE.contains(name(host)))) {
      return false;
    }
    // Browsers name the page that asks wherever its request could change something.
    String origin = request.getHeader("Origin");
    return origin == null || origin.equals("http://" + host);
  }

  private static String name(String host) {
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    return (end > 0 ? host.substring(0, end) : host).toLowerCase(Locale.ROOT);
  }
}
