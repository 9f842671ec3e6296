package org.visualizingweights.ui;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.core.storage.StatsStorageListener.EventType;
import org.deeplearning4j.ui.i18n.I18NProvider;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.module.train.TrainModule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes the reports of a StatsListener in another process, as DL4J's RemoteUIStatsStorageRouter
 * sends them, and keeps them in memory: of the programs that were heard last, and of long ones more
 * and more sparsely.
 *
 * <p>DL4J's own receiver makes an object of whatever class a request names. This one knows the two
 * that a StatsListener sends, and those only in the encoding (SBE) that holds numbers and texts, no
 * objects.
 */
final class ReportReceiver {
  /** Ten times what a StatsListener says of a ResNet-152 with all its histograms. */
  private static final int LARGEST_REPORT = 4 << 20;

  private static final int MOST_ARRIVING = 16;
  private static final int MOST_SESSIONS = 16;
  private static final long MOST_BYTES = 16 << 20;

  /** Of reports, in parts of this many bytes. */
  private static final int PART = 1 << 16;

  private static final int PARTS_A_SECOND = 50;
  private static final int PARTS_AT_ONCE = 500;

  private static final int UNSUPPORTED_TYPE = 415;
  private static final int TOO_LARGE = 413;
  private static final int UNAVAILABLE = 503;

  private static final Map<String, ReportClass> CLASSES =
      Map.of(
          SbeStatsInitializationReport.class.getName(),
          new ReportClass(SbeStatsInitializationReport::new, ReportShape.INITIALIZATION),
          SbeStatsReport.class.getName(),
          new ReportClass(SbeStatsReport::new, ReportShape.UPDATE));

  private static final String METADATA = "MetaData";
  private static final JsonMapper JSON = new JsonMapper();

  private final TrainModule train;
  private final RateLimiter gate = new RateLimiter(PARTS_A_SECOND, PARTS_AT_ONCE);
  private final AtomicInteger arriving = new AtomicInteger();
  private final Map<String, ReceivedSession> sessions =
      new LinkedHashMap<>(MOST_SESSIONS, 0.75f, true);

  /** A class of reports, and the bytes that it is made of. */
  private record ReportClass(Supplier<Persistable> maker, ReportShape shape) {}

  ReportReceiver(TrainModule train) {
    this.train = train;
  }

  /** Those that have said what they train. */
  synchronized List<String> sessions() {
    return sessions.entrySet().stream()
        .filter(session -> session.getValue().hasBegun())
        .map(Map.Entry::getKey)
        .toList();
  }

  void addTo(Router router, Workers workers) {
    router
        .post("/remoteReceive")
        .handler(this::admit)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_REPORT))
        .handler(workers.run(this::receive));
  }

  /** Before anything of it is read. */
  private void admit(RoutingContext context) {
    HttpServerRequest request = context.request();
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      Refusal.answer(context, UNSUPPORTED_TYPE, "A report is sent as application/json.");
    } else if (Refusal.length(request) > LARGEST_REPORT) {
      Refusal.answer(context, TOO_LARGE, "A report says how long it is, and none is so long.");
    } else if (arriving.get() >= MOST_ARRIVING) {
      Refusal.answer(context, UNAVAILABLE, "Other reports arrive; try again soon.");
    } else {
      arriving.incrementAndGet();
      context.response().endHandler(over -> arriving.decrementAndGet());
      int parts = 1 + (int) (Refusal.length(request) / PART);
      gate.pass(context, parts, context::next);
    }
  }

  private void receive(RoutingContext context) {
    try {
      JsonNode json = JSON.readTree(context.getBody().getBytes());
      if (!json.path("type").asString("").equals(METADATA)) { // which DL4J's pages don't use
        byte[] data = Base64.getDecoder().decode(json.path("data").asString(""));
        take(record(json.path("class").asString(""), data), data.length);
      }
      context.response().end();
    } catch (RuntimeException e) { // of any kind, as the bytes may be any
      context.fail(400, e);
    }
  }

  private static Persistable record(String name, byte[] data) {
    ReportClass reportClass = CLASSES.get(name);
    if (reportClass == null) {
      throw new IllegalArgumentException("not a class of reports: " + name);
    }
    reportClass.shape().check(data);
    Persistable record = reportClass.maker().get();
    record.decode(data);
    if (!StatsListener.TYPE_ID.equals(record.getTypeID())) {
      throw new IllegalArgumentException("not a report of a StatsListener");
    }
    return record;
  }

  private synchronized void take(Persistable record, int bytes) {
    String id = record.getSessionID();
    ReceivedSession session = sessions.computeIfAbsent(id, ReceivedSession::new);
    session.take(record, bytes);
    if (sessions.size() > MOST_SESSIONS) {
      forget(sessions.values().iterator().next());
    }
    while (sessions.values().stream().mapToLong(ReceivedSession::bytes).sum() > MOST_BYTES) {
      ReceivedSession largest =
          sessions.values().stream()
              .max(Comparator.comparingLong(ReceivedSession::bytes))
              .orElseThrow();
      if (!largest.thin()) {
        forget(largest);
      }
    }
    if (session.hasBegun() && sessions.containsKey(id)) {
      train.reportStorageEvents(
          List.of(
              new StatsStorageEvent(
                  session,
                  record instanceof SbeStatsInitializationReport
                      ? EventType.PostStaticInfo
                      : EventType.PostUpdate,
                  id,
                  record.getTypeID(),
                  record.getWorkerID(),
                  record.getTimeStamp())));
    }
  }

  private void forget(ReceivedSession session) {
    sessions.remove(session.id());
    train.onDetach(session);
    I18NProvider.removeInstance(session.id());
  }
}
