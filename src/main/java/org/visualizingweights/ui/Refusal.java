package org.visualizingweights.ui;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** An answer in a sentence, for what is not done. */
final class Refusal {
  /** What may still come of a request that was refused; more is not listened to. */
  private static final long MOST_DISCARDED = 1 << 16;

  private Refusal() {}

  static void answer(RoutingContext context, int status, String text) {
    HttpServerResponse response = context.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    Buffer body = Buffer.buffer(text + "\n");
    if (length(context.request()) > MOST_DISCARDED) {
      // Said, so that nobody sends another request on it.
      response
          .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
          .end(body, sent -> context.request().connection().close());
    } else {
      response.end(body);
    }
  }

  /** How much a request says that it sends; where it does not say, more than is listened to. */
  static long length(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      return Long.MAX_VALUE;
    }
    return length == null ? 0 : length.length() > 18 ? Long.MAX_VALUE : Long.parseLong(length);
  }
}
