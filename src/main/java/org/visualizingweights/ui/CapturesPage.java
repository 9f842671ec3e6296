package org.visualizingweights.ui;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
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

  /** What is not in memory is answered by threads that may wait, some requests at a time. */
  void addTo(Router router) {
    String page = pages.withNavigation(Resource.text(Assets.class, "page.html"));
    String policy = StrictPolicy.of(page);
    router.get("/captures/*").handler(context -> allow(StrictPolicy.NOTHING, context).next());
    router.get("/captures").handler(context -> TrainPages.html(allow(policy, context), page));
    router.get(ASSETS + "*").blockingHandler(CapturesPage::asset, false);
    router.get(API + "*").blockingHandler(this::data, false);
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

  private void data(RoutingContext context) {
    Map<String, String> query = new HashMap<>();
    context.queryParams().forEach(entry -> query.putIfAbsent(entry.getKey(), entry.getValue()));
    Answer answer = api.answer(context.normalisedPath().substring(API.length()), query);
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
    Optional<String> known = Optional.ofNullable(context.request().getHeader("If-None-Match"));
    if (known.isPresent() && known.equals(answer.tag())) {
      response.setStatusCode(NOT_MODIFIED).end();
      return;
    }
    try (ResponseStream out = new ResponseStream(response)) {
      answer.body().writeTo(out);
      out.finish();
    } catch (IOException | UserError e) {
      LOG.info("{} ended early: {}", context.request().uri(), e.getMessage());
    }
  }
}
