package org.visualizingweights.ui;

import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.i18n.I18NProvider;
import org.visualizingweights.Resource;

/**
 * DL4J's pages with the choice of a run in their head and Activations in their navigation, and that
 * navigation for other pages. DL4J's templates are taken as they are in its jar and added to where
 * they show a place for it. What comes from runs is escaped.
 */
final class Pages {
  private static final Map<String, String> DL4J =
      Map.of(
          "overview", "TrainingOverview.html.ftl",
          "model", "TrainingModel.html.ftl",
          "system", "TrainingSystem.html.ftl");

  /** In DL4J's navigation, the entry after that of the System page. */
  private static final String AFTER_THE_LINKS = "<li class=\"nav-item nav-dropdown\">";

  private static final String LINK =
      """
      <li class="nav-item"><a class="nav-link" href="/captures#a=${run?url('UTF-8')?html}">\
      <i class="nav-icon cui-layers"></i>Activations</a></li>
      """;

  /** In DL4J's head, its own choice of a session, which is for one browser at a time. */
  private static final String BEFORE_THE_SESSION = "<div id=\"sessionSelectDiv\"";

  private static final String CHOICE =
      """
      <label id="run-choice">Run
      <select id="run"
          onchange="location = '/train/' + encodeURIComponent(this.value) + '/${page}'">
      <#list runs as name><option dir="auto" value="${name?html}"\
      <#if name == run> selected</#if>>${name?html}</option></#list>
      </select></label>
      """;

  private static final String NAVIGATION_GOES_HERE = "<!-- navigation -->";

  private final Configuration configuration = new Configuration(Configuration.VERSION_2_3_23);
  private final Map<String, Template> templates = new HashMap<>();
  private final Template message;
  private final String navigation;

  Pages() {
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setNumberFormat("computer");
    navigation = Resource.text(Pages.class, "navigation.html");
    message = template("message", withNavigation(Resource.text(Pages.class, "message.html.ftl")));
    DL4J.forEach((page, file) -> templates.put(page, template(page, adapted(file))));
  }

  private static String adapted(String file) {
    String text = Resource.text(VertxUIServer.class, "/templates/" + file);
    text = before("</head>", Resource.text(Pages.class, "style.html"), text);
    text = before("</body>", Resource.text(Pages.class, "language.html"), text);
    if (file.contains("Model")) {
      text = before("</body>", Resource.text(Pages.class, "model.html"), text);
    }
    text = before(BEFORE_THE_SESSION, CHOICE, text);
    return "<!doctype html>\n" + before(AFTER_THE_LINKS, LINK, text);
  }

  private static String before(String place, String addition, String text) {
    int at = text.indexOf(place);
    if (at < 0) {
      throw new IllegalStateException("DL4J's template has no " + place);
    }
    return text.substring(0, at) + addition + text.substring(at);
  }

  /** Whether DL4J has a page of this name: overview, model or system. */
  boolean exists(String page) {
    return templates.containsKey(page);
  }

  /**
   * One of DL4J's pages.
   *
   * @param run that it is about
   * @param runs that can be chosen instead
   * @param language one that DL4J has
   */
  String render(String page, String run, List<String> runs, String language) {
    Map<String, Object> values = new HashMap<>(I18NProvider.getInstance().getMessages(language));
    values.putAll(Map.of("page", page, "run", run, "runs", runs));
    return render(templates.get(page), values);
  }

  /**
   * A page that says something instead.
   *
   * @param run that it is about, if it is about one
   * @param reload whether it may have changed in a moment
   */
  String message(Optional<String> run, String text, boolean reload) {
    return render(message, Map.of("run", run.orElse(""), "text", text, "reload", reload));
  }

  /** A page of ours, with the navigation in its place. */
  String withNavigation(String html) {
    return html.replace(NAVIGATION_GOES_HERE, navigation);
  }

  /** A part of a URL's path. */
  static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String render(Template template, Map<String, Object> values) {
    try {
      StringWriter html = new StringWriter();
      template.process(values, html);
      return html.toString();
    } catch (TemplateException | IOException e) {
      throw new IllegalStateException("cannot render " + template.getName(), e);
    }
  }

  private Template template(String name, String text) {
    try {
      return new Template(name, new StringReader(text), configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
