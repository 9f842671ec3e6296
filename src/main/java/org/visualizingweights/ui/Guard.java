package org.visualizingweights.ui;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers only who may ask, no more often than can be borne, and tells browsers to load nothing
 * from elsewhere.
 *
 * <p>A server that listens on this machine alone is still reached by any web page that is open on
 * it. So the host that is asked for must be {@linkplain Hosts one of this server's}, and what asks
 * must be a page of its own, or no page at all; another site's page may lead to one of these, and
 * nothing else.
 */
final class Guard implements Handler<RoutingContext> {
  private static final int FORBIDDEN = 403;

  private static final int A_SECOND = 20;
  private static final int AT_ONCE = 300;
  private static final int REFUSED_A_SECOND = 10;
  private static final int REFUSED_AT_ONCE = 20;

  /** What a link from anywhere may open. */
  private static final Pattern PAGE =
      Pattern.compile("/(captures|train(/([^/]+/)?(overview|model|system))?)?");

  /** A name as a browser may send it, so that it can be said. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,253}");

  /** DL4J's pages have scripts and styles between their lines. */
  private static final String POLICY =
      "default-src 'self'; script-src 'self' 'unsafe-inline' data: blob:; style-src 'self'"
          + " 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self'"
          + " blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors"
          + " 'none'";

  private final Hosts hosts;
  private final RateLimiter entrance = new RateLimiter(A_SECOND, AT_ONCE);
  private final RateLimiter refusals = new RateLimiter(REFUSED_A_SECOND, REFUSED_AT_ONCE);

  Guard(Hosts hosts) {
    this.hosts = hosts;
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
    obstacle(context.request())
        .ifPresentOrElse(
            why -> refusals.pass(context, 1, () -> Refusal.answer(context, FORBIDDEN, why)),
            () -> entrance.pass(context, 1, context::next));
  }

  /** Why a request is refused, if it is. */
  private Optional<String> obstacle(HttpServerRequest request) {
    String host = request.host();
    if (host == null) {
      return Optional.of("A request must name its host.");
    }
    if (!hosts.include(host)) {
      String name = Optional.of(Hosts.name(host)).filter(NAME.asMatchPredicate()).orElse("NAME");
      return Optional.of(
          ("This server answers under the names and addresses of its own machine, and those that"
                  + " it is told. If %s is meant to lead here, start it with -Dui.hosts=%s.")
              .formatted(name.equals("NAME") ? "this name" : name, name));
    }
    return mayAsk(request, host)
        ? Optional.empty()
        : Optional.of(
            "This server answers its own pages, and this request is another site's. Where a proxy"
                + " stands in between, start the server with -Dui.hosts=NAME, the name that browsers"
                + " reach the proxy by.");
  }

  private boolean mayAsk(HttpServerRequest request, String host) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none") || opensAPage(request);
    }
    // Not sent where the connection is not trusted. Where a request could change something, or its
    // answer be read, the browser still says where it comes from.
    String origin = request.getHeader("Origin");
    return origin == null || hosts.areOrigin(origin, host);
  }

  private static boolean opensAPage(HttpServerRequest request) {
    return (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD)
        && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
        && "document".equals(request.getHeader("Sec-Fetch-Dest"))
        && PAGE.matcher(request.path()).matches();
  }
}
