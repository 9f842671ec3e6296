package org.visualizingweights.report;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.visualizingweights.Resource;
import org.visualizingweights.view.Assets;

/**
 * The page's JavaScript, with all that it imports, as an import map of {@code data:} URLs: so
 * modules find each other by name within one file.
 */
final class Modules {
  private static final Pattern IMPORT = Pattern.compile("\\bfrom '([\\w./-]+)';");

  private static final String OURS = "view/";
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

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
    boolean ours = name.startsWith(OURS);
    String code = ours ? asset(name.substring(OURS.length())) : library(name);
    byte[] bytes = code.getBytes(StandardCharsets.UTF_8);
    urls.put(name, "data:text/javascript;base64," + Base64.getEncoder().encodeToString(bytes));
    if (ours) {
      Matcher imports = IMPORT.matcher(code);
      while (imports.find()) {
        add(imports.group(1));
      }
    }
  }

  /** The styles that the modules need. */
  static String styles() {
    return Resource.text(Modules.class, UPLOT + "uPlot.min.css") + asset("view.css");
  }

  private static String library(String name) {
    if (!name.equals("uplot")) {
      throw new IllegalStateException("no library of the name " + name);
    }
    return Resource.text(Modules.class, UPLOT + "uPlot.esm.js");
  }

  private static String asset(String name) {
    return Resource.text(Assets.class, name);
  }
}
