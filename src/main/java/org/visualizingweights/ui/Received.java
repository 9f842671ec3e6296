package org.visualizingweights.ui;

import io.vertx.core.Handler;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.core.storage.StatsStorageListener.EventType;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.deeplearning4j.ui.module.train.TrainModule;

/**
 * Takes the reports of a StatsListener in another process, as DL4J's RemoteUIStatsStorageRouter
 * sends them, and keeps them in memory.
 *
 * <p>DL4J's own receiver makes an object of whatever class a request names. This one knows the two
 * that a StatsListener sends, and those only in the encoding (SBE) that holds numbers and texts, no
 * objects.
 */
final class Received implements Handler<RoutingContext> {
  private static final Map<String, Supplier<Persistable>> CLASSES =
      Map.of(
          SbeStatsInitializationReport.class.getName(), SbeStatsInitializationReport::new,
          SbeStatsReport.class.getName(), SbeStatsReport::new);

  private static final String METADATA = "MetaData";
  private static final int MOST_SESSIONS = 100;

  private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
  private final TrainModule train;

  Received(TrainModule train) {
    this.train = train;
  }

  List<String> sessions() {
    return storage.listSessionIDs();
  }

  @Override
  public void handle(RoutingContext context) {
    try {
      JsonObject json = context.getBodyAsJson();
      String type = json.getString("type", "");
      if (!type.equals(METADATA)) { // which DL4J's pages have no use for
        take(type, record(json.getString("class"), json.getString("data")));
      }
      context.response().end();
    } catch (DecodeException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException
        | IndexOutOfBoundsException e) {
      context.fail(400, e);
    }
  }

  private static Persistable record(String name, String data) {
    Supplier<Persistable> type = CLASSES.get(name);
    if (type == null) {
      throw new IllegalArgumentException("not a class of reports: " + name);
    }
    Persistable record = type.get();
    record.decode(Base64.getDecoder().decode(data));
    if (!StatsListener.TYPE_ID.equals(record.getTypeID())) {
      throw new IllegalArgumentException("not a report of a StatsListener");
    }
    return record;
  }

  private synchronized void take(String type, Persistable record) {
    boolean first = record instanceof SbeStatsInitializationReport;
    if (first) {
      if (!storage.sessionExists(record.getSessionID()) && sessions().size() >= MOST_SESSIONS) {
        throw new IllegalArgumentException("too many sessions");
      }
      storage.putStaticInfo(record);
    } else {
      storage.putUpdate(record);
    }
    train.reportStorageEvents(
        List.of(
            new StatsStorageEvent(
                storage,
                first ? EventType.PostStaticInfo : EventType.PostUpdate,
                record.getSessionID(),
                record.getTypeID(),
                record.getWorkerID(),
                record.getTimeStamp())));
  }
}
