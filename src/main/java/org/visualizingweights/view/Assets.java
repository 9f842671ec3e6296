package org.visualizingweights.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The page's own files, by name: resources beside this class. */
public final class Assets {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*\\.(html|js|css|svg)");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  /**
   * A file of the page.
   *
   * @param contentType as HTTP wants it
   */
  public record Asset(String contentType, byte[] bytes) {}

  private Assets() {}

  /**
   * Finds a file.
   *
   * @param name {@code page.js}, {@code page.css} and so on; anything else finds nothing
   */
  public static Optional<Asset> find(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        return Optional.empty();
      }
      String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      return Optional.of(new Asset(type, in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + name, e);
    }
  }
}
