package org.visualizingweights.activations;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.visualizingweights.UserError;
import org.visualizingweights.storage.StoredRecord;

/**
 * Writes the steps of a run, and the reports of DL4J's {@code StatsListener}, to one storage file,
 * in the background.
 *
 * <p>What is put is committed a fraction of a second later; a process killed at any moment loses no
 * more than that. Where the disk does not keep up, putting waits. Where it fails, the next call
 * says so, and nothing can be put from then on.
 *
 * <p>The file is that of DL4J's {@code J7FileStatsStorage}, so that DL4J's UI server opens it. Safe
 * for use by many threads.
 */
public final class ActivationStore implements StatsStorageRouter, AutoCloseable {
  private static final int CAPACITY = 256;
  private static final int COMMIT_MILLIS = 200;

  private final Path path;
  private final String session;
  private final StorageFile file;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(ActivationStore::thread);
  private final ScheduledFuture<?> commits;
  private final Queue<Action> waiting = new ConcurrentLinkedQueue<>();
  private final Semaphore room = new Semaphore(CAPACITY);
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final AtomicBoolean reported = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  private interface Action {
    void run() throws SQLException;
  }

  private ActivationStore(Path path, String session, StorageFile file) {
    this.path = path;
    this.session = session;
    this.file = file;
    this.commits =
        writer.scheduleWithFixedDelay(
            () -> write(file::commit), COMMIT_MILLIS, COMMIT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "activation-store");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Opens a storage file for writing, or makes it.
   *
   * @param session name of the run, the same for all that is written to the file
   * @throws UserError where the file can be neither opened nor made
   */
  public static ActivationStore open(Path file, String session, CaptureSettings settings) {
    ActivationStore store;
    try {
      store = new ActivationStore(file, session, new StorageFile(file));
    } catch (SQLException | IOException | RuntimeException e) {
      throw cannotWrite(file, e);
    }
    store.putStaticInfo(CaptureRecord.of(session, System.currentTimeMillis(), settings));
    store.flush();
    return store;
  }

  /**
   * Takes a step; returns before it is on disk.
   *
   * @throws UserError where the disk has failed
   */
  public void put(Step step) {
    long millis = System.currentTimeMillis();
    put(() -> file.insertStep(session, millis, step));
  }

  /**
   * Takes another record of a step; returns before it is on disk.
   *
   * @param value of the session that the store was opened for
   * @throws UserError where the disk has failed
   */
  public void put(int iteration, StoredRecord value) {
    put(() -> file.insertRecord(iteration, value));
  }

  /** The name of the run. */
  public String session() {
    return session;
  }

  @Override
  public void putStorageMetaData(StorageMetaData value) {
    put(() -> file.insertMetaData(value));
  }

  @Override
  public void putStorageMetaData(Collection<? extends StorageMetaData> values) {
    values.forEach(this::putStorageMetaData);
  }

  @Override
  public void putStaticInfo(Persistable value) {
    put(() -> file.insertStaticInfo(value));
  }

  @Override
  public void putStaticInfo(Collection<? extends Persistable> values) {
    values.forEach(this::putStaticInfo);
  }

  @Override
  public void putUpdate(Persistable value) {
    put(() -> file.insertUpdate(value));
  }

  @Override
  public void putUpdate(Collection<? extends Persistable> values) {
    values.forEach(this::putUpdate);
  }

  private void put(Action insertion) {
    throwFailure();
    if (closed.get()) {
      throw new IllegalStateException("the storage " + path + " is closed");
    }
    // The writer looks for itself before it commits: to wake it takes longer than to queue.
    if (!room.tryAcquire()) {
      writer.execute(this::writeWaiting);
      room.acquireUninterruptibly();
    }
    waiting.add(insertion);
  }

  private void writeWaiting() {
    for (Action next = waiting.poll(); next != null; next = waiting.poll()) {
      attempt(next);
      room.release();
    }
  }

  /** Writes all that was put before, and then does something with the file. */
  private void write(Action last) {
    writeWaiting();
    attempt(last);
  }

  /**
   * Returns when all that was put before is committed.
   *
   * @throws UserError where the disk has failed
   */
  public void flush() {
    await(file::commit);
  }

  /**
   * Returns when all that was put before is on the disk, where it is safe even if the machine
   * stops.
   *
   * @throws UserError where the disk has failed
   */
  public void sync() {
    await(file::sync);
  }

  /**
   * Removes everything that was recorded of an iteration and of later ones, captures, reports and
   * all else, as they are to be run again.
   *
   * @throws UserError where the disk has failed
   */
  public void cutBack(int iteration) {
    await(() -> file.cutBack(iteration));
  }

  private void await(Action action) {
    CompletableFuture.runAsync(() -> write(action), writer).join();
    throwFailure();
  }

  /**
   * Commits what was put, and closes the file. Closing twice does nothing.
   *
   * @throws UserError where the disk has failed and no call has said so yet
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    commits.cancel(false);
    CompletableFuture.runAsync(() -> write(file::commit), writer).join();
    CompletableFuture.runAsync(this::closeFile, writer).join();
    writer.shutdown();
    if (!reported.get()) {
      throwFailure();
    }
  }

  /** After a failure nothing more is tried: what came later would leave a gap. */
  private void attempt(Action action) {
    if (failure.get() == null) {
      try {
        action.run();
      } catch (SQLException | RuntimeException e) {
        failure.set(e);
      }
    }
  }

  private void closeFile() {
    try {
      file.close();
    } catch (SQLException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void throwFailure() {
    Exception cause = failure.get();
    if (cause != null) {
      reported.set(true);
      throw cannotWrite(path, cause);
    }
  }

  private static UserError cannotWrite(Path path, Exception cause) {
    return UserError.unavailable(
        "the storage %s cannot be written: %s. Is the disk full, or the folder read-only?"
            .formatted(path, cause.getMessage()),
        cause);
  }
}
