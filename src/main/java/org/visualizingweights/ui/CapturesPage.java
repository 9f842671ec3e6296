package org.visualizingweights.ui;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.visualizingweights.Resource;
import org.visualizingweights.UserError;
import org.visualizingweights.view.Answer;
import org.visualizingweights.view.Assets;
import org.visualizingweights.view.CapturesApi;

/** The Activations page, its files and its data. */
final class CapturesPage {
  private static final Logger LOG = LoggerFactory.getLogger(CapturesPage.class);
  private static final String ASSETS = "/captures/assets/";
  private static final int NOT_MODIFIED = 304;
  private static final String API = "/captures/api/";

  private final CapturesApi api;
  private final Pages pages;

  CapturesPage(CapturesApi api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  /**
   * @param workers that answer what is not in memory
   * @param downloaders that wait for who saves a file
   */
  void addTo(Router router, Workers workers, Workers downloaders) {
    String page = pages.withNavigation(Resource.text(Assets.class, "page.html"));
    String policy = ContentSecurityPolicy.of(page);
    Dashboard.get(router, "/captures/*")
        .handler(context -> allow(ContentSecurityPolicy.NOTHING, context).next());
    Dashboard.get(router, "/captures")
        .handler(
            context -> {
              // The page's own links are relative to the path without a slash.
              if (context.request().path().endsWith("/")) {
                TrainPages.redirect(context, "../captures");
              } else {
                TrainPages.html(allow(policy, context), page);
              }
            });
    Dashboard.get(router, ASSETS + "*").handler(workers.run(CapturesPage::asset));
    Dashboard.get(router, API + "download").handler(downloaders.run(this::download));
    Dashboard.get(router, API + "*").handler(workers.run(this::data));
  }

  private static RoutingContext allow(String policy, RoutingContext context) {
    context.response().putHeader("Content-Security-Policy", policy);
    return context;
  }

  private static void asset(RoutingContext context) {
    Assets.find(context.normalisedPath().substring(ASSETS.length()))
        .ifPresentOrElse(
            asset ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, asset.contentType())
                    .end(Buffer.buffer(asset.bytes())),
            () -> context.fail(404));
  }

  /** Made as a whole, since it is no longer than a page shows: nobody waits for its reader. */
  private void data(RoutingContext context) {
    Answer answer = answer(context);
    Optional<String> known = Optional.ofNullable(context.request().getHeader("If-None-Match"));
    if (known.isPresent() && known.equals(answer.tag())) {
      begin(context, answer).setStatusCode(NOT_MODIFIED).end();
      return;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      answer.body().writeTo(out);
      begin(context, answer).end(Buffer.buffer(out.toByteArray()));
    } catch (IOException | UserError e) {
      context.fail(e);
    }
  }

  private void download(RoutingContext context) {
    Answer answer = answer(context);
    HttpServerResponse response = begin(context, answer);
    if (context.request().method() == HttpMethod.HEAD) {
      response.end();
      return;
    }
    try (ResponseStream out = new ResponseStream(response)) {
      answer.body().writeTo(out);
      out.finish();
    } catch (IOException | UserError e) {
      LOG.info("{} ended early: {}", context.request().uri(), e.getMessage());
    }
  }

  private Answer answer(RoutingContext context) {
    Map<String, String> query = new HashMap<>();
    context.queryParams().forEach(entry -> query.putIfAbsent(entry.getKey(), entry.getValue()));
    return api.answer(context.normalisedPath().substring(API.length()), query);
  }

  private static HttpServerResponse begin(RoutingContext context, Answer answer) {
    HttpServerResponse response =
        context
            .response()
            .setStatusCode(answer.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
    answer
        .fileName()
        .ifPresent(
            name ->
                response.putHeader(
                    "Content-Disposition", "attachment; filename*=UTF-8''" + Pages.encoded(name)));
    answer.tag().ifPresent(tag -> response.putHeader(HttpHeaders.ETAG, tag));
    return response;
  }
}
