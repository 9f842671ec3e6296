package org.visualizingweights.ui;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.ui.api.HttpMethod;
import org.deeplearning4j.ui.api.Route;
import org.deeplearning4j.ui.api.UIModule;
import org.deeplearning4j.ui.i18n.I18NResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.visualizingweights.UserError;
import org.visualizingweights.view.Answer;
import org.visualizingweights.view.Assets;
import org.visualizingweights.view.CapturesApi;

/** The Activations page, its files and its data. */
final class CapturesModule implements UIModule {
  private static final Logger LOG = LoggerFactory.getLogger(CapturesModule.class);
  private static final String ASSETS = "/captures/assets/";
  private static final String API = "/captures/api/";

  private final CapturesApi api;
  private final Pages pages;

  CapturesModule(CapturesApi api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @Override
  public List<Route> getRoutes() {
    return List.of(
        new Route("/captures", HttpMethod.GET, (arguments, context) -> page(context)),
        new Route(ASSETS + "*", HttpMethod.GET, (arguments, context) -> asset(context)),
        new Route(API + "*", HttpMethod.GET, (arguments, context) -> data(context)));
  }

  private void page(RoutingContext context) {
    Assets.Asset page =
        Assets.find("page.html").orElseThrow(() -> new IllegalStateException("no page.html"));
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, page.contentType())
        .end(pages.withNavigation(new String(page.bytes(), StandardCharsets.UTF_8)));
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
    try (ResponseStream out = new ResponseStream(response)) {
      answer.body().writeTo(out);
      out.finish();
    } catch (IOException | UserError e) {
      LOG.info("{} ended early: {}", context.request().uri(), e.getMessage());
    }
  }

  @Override
  public List<String> getCallbackTypeIDs() {
    return List.of();
  }

  @Override
  public void reportStorageEvents(Collection<StatsStorageEvent> events) {}

  @Override
  public void onAttach(StatsStorage statsStorage) {}

  @Override
  public void onDetach(StatsStorage statsStorage) {}

  @Override
  public List<I18NResource> getInternationalizationResources() {
    return List.of();
  }
}
