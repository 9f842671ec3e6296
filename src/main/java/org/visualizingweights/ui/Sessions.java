package org.visualizingweights.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.core.storage.StatsStorageListener.EventType;
import org.deeplearning4j.ui.i18n.I18NProvider;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.module.train.TrainModule;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Runs;

/** The runs that DL4J's pages know: each when it is first asked for, and only a few at a time. */
final class Sessions {
  private static final int KEPT = 8;

  private final Runs runs;
  private final ReportReceiver receiver;
  private final TrainModule train;
  private final Map<String, Opened> open = new LinkedHashMap<>(KEPT, 0.75f, true);

  /**
   * @param receiver of the sessions of other programs, which DL4J's pages know already
   */
  Sessions(Runs runs, ReportReceiver receiver, TrainModule train) {
    this.runs = runs;
    this.receiver = receiver;
    this.train = train;
  }

  /** A run's reports, and what tells their file from that of another run that got its name. */
  private record Opened(Optional<Object> fileKey, RunReports reports) {}

  /** The ids of all that there are, newest first. */
  List<String> ids() {
    return Stream.concat(
            runs.newestFirst().stream().map(Runs.FoundRun::id), receiver.sessions().stream())
        .toList();
  }

  /**
   * Has DL4J's pages know a run, and all that it reported until now.
   *
   * @return whether there is such a run
   * @throws org.visualizingweights.UserError where its storage cannot be read, or is still empty
   */
  synchronized boolean open(String id) {
    if (isReceived(id)) {
      return true;
    }
    Optional<RunFolder> folder = runs.find(id);
    if (folder.isEmpty()) {
      forget(id);
      return false;
    }
    Path storage = folder.get().storageFile();
    Optional<Object> fileKey = fileKey(storage);
    if (open.containsKey(id) && !open.get(id).fileKey().equals(fileKey)) {
      forget(id);
    }
    RunReports reports =
        open.containsKey(id) ? open.get(id).reports() : new RunReports(id, storage);
    reports.refresh();
    if (!open.containsKey(id)) {
      train.onAttach(reports);
      open.put(id, new Opened(fileKey, reports));
      forgetTheOldest();
    }
    train.reportStorageEvents(
        List.of(
            new StatsStorageEvent(
                reports, EventType.PostUpdate, id, StatsListener.TYPE_ID, "", reports.last())));
    return true;
  }

  /** Whether another program reports it. */
  boolean isReceived(String id) {
    return receiver.sessions().contains(id);
  }

  /** Empty where there is no file, or its file system has no keys. */
  private static Optional<Object> fileKey(Path file) {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void forgetTheOldest() {
    if (open.size() > KEPT) {
      forget(open.keySet().iterator().next());
    }
  }

  private void forget(String id) {
    Opened opened = open.remove(id);
    if (opened != null) {
      train.onDetach(opened.reports());
      I18NProvider.removeInstance(id);
    }
  }
}
