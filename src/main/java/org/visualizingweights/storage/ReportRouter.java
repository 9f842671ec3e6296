package org.visualizingweights.storage;

import java.util.Collection;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.StorageMetaData;

/** Takes what DL4J's StatsListener reports to a run's storage. */
public final class ReportRouter implements StatsStorageRouter {
  private final RunStorage storage;

  ReportRouter(RunStorage storage) {
    this.storage = storage;
  }

  @Override
  public void putStorageMetaData(StorageMetaData value) {
    storage.put(file -> file.reports().insert(value));
  }

  @Override
  public void putStorageMetaData(Collection<? extends StorageMetaData> values) {
    values.forEach(this::putStorageMetaData);
  }

  @Override
  public void putStaticInfo(Persistable value) {
    storage.put(file -> file.reports().insertStaticInfo(value));
  }

  @Override
  public void putStaticInfo(Collection<? extends Persistable> values) {
    values.forEach(this::putStaticInfo);
  }

  @Override
  public void putUpdate(Persistable value) {
    storage.put(file -> file.reports().insertUpdate(value));
  }

  @Override
  public void putUpdate(Collection<? extends Persistable> values) {
    values.forEach(this::putUpdate);
  }
}
