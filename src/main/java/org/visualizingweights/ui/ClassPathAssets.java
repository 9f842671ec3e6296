package org.visualizingweights.ui;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.impl.MimeMapping;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.deeplearning4j.ui.VertxUIServer;

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
    try (InputStream in = VertxUIServer.class.getClassLoader().getResourceAsStream(root + path)) {
      byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
      return bytes.length == 0 ? Optional.empty() : Optional.of(Buffer.buffer(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + path, e);
    }
  }

  private static String type(String path) {
    String type = MimeMapping.getMimeTypeForFilename(path);
    if (type == null) {
      return "application/octet-stream";
    }
    return Pattern.compile(TEXT).matcher(type).lookingAt() ? type + "; charset=utf-8" : type;
  }
}
