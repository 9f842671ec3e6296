package org.visualizingweights.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.spark.SparkFiles;

/** What the runs of an executor share: the installation, and the processes that wait for a run. */
final class Workplace {
  /** Spark makes tasks anew each time: what outlives them in an executor can only be static. */
  private static final Workplace HERE = new Workplace();

  /** A cluster manager that ends an executor gives it about ten seconds. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Set<KeptProcess> processes = ConcurrentHashMap.newKeySet();
  private final Deque<KeptProcess> idle = new ConcurrentLinkedDeque<>();
  private Optional<InstallationFolder> folder = Optional.empty();

  private Workplace() {}

  static Workplace here() {
    return HERE;
  }

  /**
   * Executes a run, in a process that waits for one or a new one.
   *
   * @throws IOException where the installation cannot be laid out
   */
  void execute(Order order, Installation installation)
      throws IOException, RunFailure, InterruptedException {
    InstallationFolder laidOut = laidOut(installation);
    Optional<KeptProcess> waiting = waiting();
    KeptProcess process = waiting.isPresent() ? waiting.get() : start(installation, laidOut);
    try {
      process.execute(order);
    } finally {
      if (process.isAlive()) {
        idle.addFirst(process);
      } else {
        processes.remove(process);
      }
    }
  }

  private synchronized InstallationFolder laidOut(Installation installation)
      throws IOException, RunFailure {
    if (folder.isEmpty()) {
      Path files = Path.of(SparkFiles.getRootDirectory()).toAbsolutePath().normalize();
      folder = Optional.of(InstallationFolder.layOut(installation, files));
      Runtime.getRuntime().addShutdownHook(new Thread(this::leave, "leave"));
    }
    return folder.get();
  }

  private Optional<KeptProcess> waiting() {
    KeptProcess process = idle.poll();
    while (process != null && !process.isAlive()) {
      processes.remove(process);
      process = idle.poll();
    }
    return Optional.ofNullable(process);
  }

  private KeptProcess start(Installation installation, InstallationFolder laidOut)
      throws RunFailure {
    try {
      KeptProcess process = new KeptProcess(laidOut.command(installation).start());
      processes.add(process);
      return process;
    } catch (IOException e) {
      throw new RunFailure("its process cannot be started: " + e.getMessage());
    }
  }

  /** The executor ends, and its processes with it: nobody would know of them any more. */
  private void leave() {
    processes.forEach(KeptProcess::dismiss);
    long end = System.nanoTime() + GRACE.toNanos();
    processes.forEach(process -> process.awaitEnd(Duration.ofNanos(end - System.nanoTime())));
    folder().ifPresent(InstallationFolder::delete);
  }

  private synchronized Optional<InstallationFolder> folder() {
    return folder;
  }
}
