package org.visualizingweights.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
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
import java.util.function.Supplier;
import org.visualizingweights.UserError;
import org.visualizingweights.host.Threads;

/**
 * Writes the records of a run's steps, and the reports of DL4J's {@code StatsListener}, to one
 * storage file, in the background.
 *
 * <p>What is put is committed a fraction of a second later; a process killed at any moment loses no
 * more than that. Where the disk does not keep up, putting waits. Where it fails, the next call
 * says so, and nothing can be put from then on.
 *
 * <p>Safe for use by many threads.
 */
public final class RunStorage implements AutoCloseable {
  /** The name of the threads that write. */
  public static final String THREAD = "run-storage";

  private static final int CAPACITY = 256;
  private static final int COMMIT_MILLIS = 200;

  private final Path path;
  private final StorageFile file;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(work -> Threads.daemon(THREAD, work));
  private final ScheduledFuture<?> commits;
  private final Queue<Action> waiting = new ConcurrentLinkedQueue<>();
  private final Semaphore room = new Semaphore(CAPACITY);
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final AtomicBoolean reported = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Something that is done to the file. */
  interface Action {
    void on(StorageFile file) throws SQLException;
  }

  private RunStorage(Path path, StorageFile file) {
    this.path = path;
    this.file = file;
    this.commits =
        writer.scheduleWithFixedDelay(
            () -> write(StorageFile::commit), COMMIT_MILLIS, COMMIT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Opens a storage file for writing, or makes it. One that was written before records had a table
   * of their own is converted, as a whole or not at all.
   *
   * @param run its name, the same each time that the file is opened
   * @param locks whether the file system has locks
   * @throws UserError where the file can be neither opened nor made
   */
  public static RunStorage open(Path file, String run, boolean locks) {
    try {
      return new RunStorage(file, new StorageFile(file, run, locks));
    } catch (SQLException | IOException e) {
      throw cannotWrite(file, e);
    } catch (DamagedStorage e) {
      throw StorageReader.notAStorage(file, e);
    }
  }

  /** The same on a file system that has locks, as most do. */
  public static RunStorage open(Path file, String run) {
    return open(file, run, true);
  }

  /**
   * Takes the header of a kind, which comes before all its records; returns before it is on disk.
   *
   * @param content from an {@link Encoder}
   * @throws UserError where the disk has failed
   */
  public void putHeader(String kind, byte[] content) {
    put(kind, RecordTable.HEADER, () -> content);
  }

  /**
   * Takes another header of a kind that is to have fewer records, and removes those that it has too
   * many, at once for all who read.
   *
   * @param every the iterations that stay are multiples of this
   * @throws UserError where the disk has failed
   */
  public void thin(String kind, byte[] header, int every) {
    long millis = System.currentTimeMillis();
    put(
        file -> {
          file.records().put(kind, RecordTable.HEADER, millis, header);
          file.records().thin(kind, every);
        });
  }

  /**
   * Takes a record of a step; returns before it is on disk. It replaces one of the same kind and
   * iteration.
   *
   * @param iteration of the whole run, from 0
   * @param content from an {@link Encoder}; asked for on the thread that writes
   * @throws UserError where the disk has failed
   */
  public void put(String kind, int iteration, Supplier<byte[]> content) {
    long millis = System.currentTimeMillis();
    put(file -> file.records().put(kind, iteration, millis, content.get()));
  }

  /** Takes what DL4J's StatsListener reports. */
  public ReportRouter reports() {
    return new ReportRouter(this);
  }

  void put(Action insertion) {
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
    await(StorageFile::commit);
  }

  /**
   * Returns when all that was put before is on the disk, where it is safe even if the machine
   * stops.
   *
   * @throws UserError where the disk has failed
   */
  public void sync() {
    flush();
    try {
      file.sync();
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
  }

  /**
   * Removes everything that was recorded of an iteration and of later ones, records and reports, as
   * they are to be run again.
   *
   * @throws UserError where the disk has failed
   */
  public void cutBack(int iteration) {
    await(file -> file.cutBack(iteration));
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
    CompletableFuture.runAsync(() -> write(StorageFile::commit), writer).join();
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
        action.on(file);
      } catch (SQLException | RuntimeException e) {
        failure.set(e);
      }
    }
  }

  private void closeFile() {
    try {
      file.close();
    } catch (SQLException | IOException e) {
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
