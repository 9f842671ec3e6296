package org.visualizingweights.ui;

import static org.visualizingweights.ui.Dashboard.get;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.ui.api.Route;
import org.deeplearning4j.ui.i18n.I18NProvider;
import org.deeplearning4j.ui.module.train.TrainModule;
import org.visualizingweights.UserError;
import org.visualizingweights.run.Runs;
import org.visualizingweights.run.Status;
import org.visualizingweights.view.WithoutPaths;

/**
 * DL4J's Overview, Model and System pages, each at {@code /train/<run>/<page>}, where a slash in a
 * run's id is {@code %2F}. Their data is DL4J's own, from its multi-session mode; around it, what
 * DL4J leaves out: runs that are opened when they are asked for, and an answer where there is none.
 */
final class TrainPages {
  private static final String LANGUAGE = "dl4j-language";
  private static final Set<String> LANGUAGES = Set.of("de", "en", "ja", "ko", "ru", "zh");

  /** What is asked for about one session. */
  private static final Set<String> DATA =
      Set.of(
          "/train/:sessionId/overview/data",
          "/train/:sessionId/model/graph",
          "/train/:sessionId/model/data/:layerId",
          "/train/:sessionId/system/data",
          "/train/:sessionId/info",
          "/train/sessions/lastUpdate/:sessionId");

  private final TrainModule train;
  private final Sessions sessions;
  private final Runs runs;
  private final Pages pages;

  TrainPages(TrainModule train, Sessions sessions, Runs runs, Pages pages) {
    this.train = train;
    this.sessions = sessions;
    this.runs = runs;
    this.pages = pages;
  }

  /**
   * @param workers of which there is one, since DL4J's module takes one request at a time
   */
  void addTo(Router router, Workers workers) {
    get(router, "/").handler(context -> redirect(context, "/captures"));
    get(router, "/train").handler(context -> redirect(context, "/train/overview"));
    get(router, "/train/multisession").handler(context -> context.response().end("true"));
    for (Route route : train.getRoutes()) {
      if (DATA.contains(route.getRoute())) {
        get(router, route.getRoute()).handler(workers.run(context -> data(route, context)));
      }
    }
    get(router, "/train/:page").handler(workers.run(this::newest));
    get(router, "/train/:sessionId/:page").handler(workers.run(this::page));
  }

  private void newest(RoutingContext context) {
    String page = context.pathParam("page");
    if (!pages.exists(page)) {
      context.fail(404);
      return;
    }
    sessions.ids().stream()
        .findFirst()
        .ifPresentOrElse(
            run -> redirect(context, "/train/" + Pages.encoded(run) + "/" + page),
            () -> html(context, pages.message(Optional.empty(), "There are no runs yet.", true)));
  }

  private void page(RoutingContext context) {
    String run = context.pathParam("sessionId");
    String page = context.pathParam("page");
    try {
      if (pages.exists(page) && sessions.open(run)) {
        html(context, pages.render(page, run, sessions.ids(), language(context)));
      } else {
        context.fail(404);
      }
    } catch (UserError unreadable) {
      String text = shown(unreadable.getMessage());
      html(context, pages.message(Optional.of(run), text, goesOn(run)));
    }
  }

  private String shown(String text) {
    return WithoutPaths.of(text, runs.folder().toAbsolutePath());
  }

  private boolean goesOn(String run) {
    try {
      return runs.find(run).filter(r -> r.manifest().status() == Status.RUNNING).isPresent();
    } catch (UserError unreadable) {
      return false;
    }
  }

  private void data(Route route, RoutingContext context) {
    try {
      if (!sessions.open(context.pathParam("sessionId"))) {
        context.fail(404);
        return;
      }
      List<String> arguments =
          Arrays.stream(route.getRoute().split("/"))
              .filter(part -> part.startsWith(":"))
              .map(part -> context.pathParam(part.substring(1)))
              .toList();
      // Theirs is one for each session; the next request says its own.
      I18NProvider.getInstance(context.pathParam("sessionId"))
          .setDefaultLanguage(language(context));
      route.getConsumer().accept(arguments, EscapedAnswer.of(context));
    } catch (UserError | NumberFormatException | IndexOutOfBoundsException e) {
      context.fail(404, e); // a layer that the network has not, or a storage that is gone
    } catch (RuntimeException | StackOverflowError e) {
      // What another program reported may be anything.
      context.fail(sessions.isReceived(context.pathParam("sessionId")) ? 404 : 500, e);
    }
  }

  /** The visitor's, who keeps it: a language that DL4J has not would break all its pages. */
  private static String language(RoutingContext context) {
    return Optional.ofNullable(context.request().getCookie(LANGUAGE))
        .map(Cookie::getValue)
        .filter(LANGUAGES::contains)
        .orElse("en");
  }

  static void redirect(RoutingContext context, String where) {
    context.response().setStatusCode(302).putHeader(HttpHeaders.LOCATION, where).end();
  }

  static void html(RoutingContext context, String html) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8").end(html);
  }
}
