package org.visualizingweights.view;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.visualizingweights.Resource;

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
    String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
    return NAME.matcher(name).matches()
        ? Resource.find(Assets.class, name).map(bytes -> new Asset(type, bytes))
        : Optional.empty();
  }
}
