package org.visualizingweights.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many threads compute in this process, ours and native ones alike, and how ours share work.
 *
 * <p>{@link #use} says how many; until then, it is {@link #byDefault}. In a program of the user's
 * nobody says so: a system property {@code threads} would be that program's own there.
 */
public final class Threads {
  /** Where the number is kept, for all of the process. */
  static final String PROPERTY = "org.visualizingweights.threads";

  private static final String OPENMP = "OMP_NUM_THREADS";

  private Threads() {}

  /** How many threads compute. */
  public static int count() {
    return Optional.ofNullable(Integer.getInteger(PROPERTY)).orElseGet(Threads::byDefault);
  }

  /** As many as OpenMP is told to use; all of the machine's cores if it is not told. */
  public static int byDefault() {
    return openMps(OPENMP).orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  private static Optional<Integer> openMps(String variable) {
    return Optional.ofNullable(System.getenv(variable))
        .filter(number -> number.matches("[1-9]\\d{0,3}"))
        .map(Integer::valueOf);
  }

  /**
   * Has so many threads compute from now on, or as many as OpenMP may use at most.
   *
   * <p>To be called before anything is computed, by the thread that is to call oneDNN: OpenMP takes
   * the number for that thread alone. ND4J's own operations never get more threads than it found in
   * the environment as it was loaded.
   */
  public static void use(int wanted) {
    int threads = Math.min(wanted, openMps("OMP_THREAD_LIMIT").orElse(wanted));
    System.setProperty(PROPERTY, Integer.toString(threads));
    if (Nd4j.getEnvironment().isCPU()) {
      Nd4j.getEnvironment().setMaxMasterThreads(threads);
      Nd4j.factory().blas().setMaxThreads(threads);
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    }
  }

  /** A thread that keeps no program alive; it is still to be started. */
  public static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Waits on a thread that nobody interrupts. */
  public static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  /** Pieces of shared work; each goes to the thread that comes first. */
  public static final class Pieces {
    private final int count;
    private final AtomicInteger next = new AtomicInteger();

    private Pieces(int count) {
      this.count = count;
    }

    /** Takes pieces, counted from 0, until there are none left. */
    public void forEach(IntConsumer work) {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        work.accept(i);
      }
    }
  }

  /** One worker for each thread, with memory of its own. */
  public static <W> List<W> workers(Supplier<W> worker) {
    return Stream.generate(worker).limit(count()).toList();
  }

  /** Has all threads do the pieces, counted from 0; returns when they are done. */
  public static void share(int pieces, IntConsumer work) {
    share(pieces, Collections.nCopies(count(), work), (each, left) -> left.forEach(each));
  }

  /**
   * Has workers do the pieces, each in a thread of its own; returns when they are done. What a
   * worker throws ends the work, and is thrown.
   *
   * @param workers the first of which works in the calling thread
   * @param work takes pieces until there are none left
   */
  public static <W> void share(int pieces, List<W> workers, BiConsumer<W, Pieces> work) {
    Pieces shared = new Pieces(pieces);
    List<ForkJoinTask<?>> helpers = new ArrayList<>();
    for (W worker : workers.subList(1, workers.size())) {
      helpers.add(ForkJoinTask.adapt(() -> work(worker, shared, work)).fork());
    }
    try {
      work(workers.get(0), shared, work);
    } finally {
      helpers.forEach(ForkJoinTask::quietlyJoin);
    }
    helpers.forEach(ForkJoinTask::join);
  }

  private static <W> void work(W worker, Pieces pieces, BiConsumer<W, Pieces> work) {
    try {
      work.accept(worker, pieces);
    } finally {
      pieces.next.set(pieces.count); // nothing is left, or something has gone wrong
    }
  }
}
