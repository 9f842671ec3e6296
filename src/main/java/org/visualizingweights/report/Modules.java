package org.visualizingweights.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.visualizingweights.view.Assets;

/**
 * The page's JavaScript, with all that it imports, as an import map of {@code data:} URLs: so
 * modules find each other by name within one file.
 */
final class Modules {
  private static final Pattern IMPORT = Pattern.compile("\\bfrom '([\\w./-]+)';");

  private static final String OURS = "view/";
  private static final String UPLOT = "META-INF/resources/webjars/uplot/1.6.30/dist/";

  private final Map<String, String> urls = new LinkedHashMap<>();

  private Modules() {}

  /**
   * The import map that a module needs.
   *
   * @param name as modules import it: {@code view/report.js}
   */
  static String importMap(String name) {
    Modules modules = new Modules();
    modules.add(name);
    return modules.urls.entrySet().stream()
        .map(entry -> "\"%s\": \"%s\"".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(",\n", "{\"imports\": {\n", "\n}}"));
  }

  private void add(String name) {
    if (urls.containsKey(name)) {
      return;
    }
    byte[] code = name.startsWith(OURS) ? asset(name.substring(OURS.length())) : library(name);
    urls.put(name, "data:text/javascript;base64," + Base64.getEncoder().encodeToString(code));
    if (name.startsWith(OURS)) {
      Matcher imports = IMPORT.matcher(new String(code, StandardCharsets.UTF_8));
      while (imports.find()) {
        add(imports.group(1));
      }
    }
  }

  /** The styles that the modules need. */
  static String styles() {
    return text(resource(UPLOT + "uPlot.min.css")) + text(asset("view.css"));
  }

  private static byte[] library(String name) {
    if (!name.equals("uplot")) {
      throw new IllegalStateException("no library of the name " + name);
    }
    return resource(UPLOT + "uPlot.esm.js");
  }

  private static byte[] asset(String name) {
    return Assets.find(name)
        .orElseThrow(() -> new IllegalStateException("the page has no file " + name))
        .bytes();
  }

  private static byte[] resource(String path) {
    try (InputStream in = Modules.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("there is no resource " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + path, e);
    }
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
