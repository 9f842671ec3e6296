package org.visualizingweights.ui;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.impl.MimeMapping;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.regex.Pattern;
import org.deeplearning4j.ui.VertxUIServer;
import org.visualizingweights.Resource;

/** The files that pages load: DL4J's own, and those of the libraries that come as WebJars. */
final class ClassPathAssets implements Handler<RoutingContext> {
  /** Names without dots in front, so that no path leads upwards, and a file's ending at the end. */
  private static final Pattern PATH =
      Pattern.compile("/assets/((?:[\\w-][\\w.@-]*/)*[\\w-][\\w.@-]*\\.\\w+)");

  private static final String WEBJARS = "webjars/";
  private static final String TEXT = "text/|application/(javascript|json|xml)";

  @Override
  public void handle(RoutingContext context) {
    var path = PATH.matcher(context.normalisedPath());
    Optional<Buffer> asset = path.matches() ? read(path.group(1)) : Optional.empty();
    if (asset.isEmpty()) {
      context.fail(404);
      return;
    }
    boolean versioned = path.group(1).startsWith(WEBJARS);
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, type(path.group(1)))
        .putHeader(
            HttpHeaders.CACHE_CONTROL, versioned ? "max-age=31536000, immutable" : "no-cache")
        .end(asset.get());
  }

  private static Optional<Buffer> read(String path) {
    String root =
        path.startsWith(WEBJARS) ? "META-INF/resources/" : VertxUIServer.ASSETS_ROOT_DIRECTORY;
    return Resource.find(VertxUIServer.class, "/" + root + path)
        .filter(bytes -> bytes.length > 0)
        .map(Buffer::buffer);
  }

  private static String type(String path) {
    String type = MimeMapping.getMimeTypeForFilename(path);
    if (type == null) {
      return "application/octet-stream";
    }
    return Pattern.compile(TEXT).matcher(type).lookingAt() ? type + "; charset=utf-8" : type;
  }
}
