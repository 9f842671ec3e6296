package org.visualizingweights.sweep.local;

import java.io.IOException;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import org.visualizingweights.Count;
import org.visualizingweights.UserError;
import org.visualizingweights.host.FreeMemory;
import org.visualizingweights.host.Threads;
import org.visualizingweights.launch.ChildJvm;
import org.visualizingweights.sweep.Engine;
import org.visualizingweights.sweep.Execution;
import org.visualizingweights.sweep.RunMemory;
import org.visualizingweights.sweep.RunOrder;

/**
 * Executes runs on this machine, each in a JVM that then stays for another: what it has compiled
 * and loaded is there already. One that breaks down costs the run that it was at.
 */
public final class LocalEngine implements Engine {
  private static final String PROGRAM = "org.visualizingweights.cli.RunWorker";

  /** Of the sweep's own process: what is to be run, and how it is shown. */
  private static final Set<String> NOT_A_RUNS =
      Set.of("experiment", "set", "resume", "at-once", "ui", "ui.enabled");

  private final int atOnce;
  private final ChildJvm jvm;

  /** Processes that wait for a run, the one that has waited least first. */
  private final Deque<RunProcess> idle = new ConcurrentLinkedDeque<>();

  /**
   * An engine for the machine as it is now.
   *
   * @param atOnce runs side by side; empty: as many as there are cores for, and memory
   * @param threads that compute each run; empty: one
   * @param say is told where memory allows fewer than cores
   */
  public static LocalEngine of(OptionalInt atOnce, OptionalInt threads, Consumer<String> say) {
    int each = threads.orElse(1);
    int byCores = Math.max(1, Threads.byDefault() / each);
    long free = FreeMemory.bytes();
    int byMemory = (int) Math.max(1, free / RunMemory.BYTES);
    if (atOnce.isEmpty() && byMemory < byCores) {
      say.accept(
          ("memory    %s MB are free, and a run may take %s: %s at once, though there are cores for"
                  + " %s; -Dat-once says otherwise")
              .formatted(free >> 20, RunMemory.BYTES >> 20, Count.of(byMemory, "run"), byCores));
    }
    return new LocalEngine(atOnce.orElse(Math.min(byCores, byMemory)), each);
  }

  /**
   * @param threads that compute each run
   */
  LocalEngine(int atOnce, int threads) {
    this.atOnce = atOnce;
    Properties properties = new Properties();
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> !NOT_A_RUNS.contains(name))
        .forEach(name -> properties.setProperty(name, System.getProperty(name)));
    properties.setProperty("threads", Integer.toString(threads));
    properties.setProperty("ui.enabled", "false");
    this.jvm = ChildJvm.of(properties, System.getenv());
  }

  @Override
  public int atOnce() {
    return atOnce;
  }

  @Override
  public Execution begin(RunOrder order) {
    RunProcess process = idle.poll();
    while (process != null && !process.isAlive()) {
      process = idle.poll();
    }
    return Optional.ofNullable(process).orElseGet(this::start).begin(order);
  }

  private RunProcess start() {
    try {
      Process process = jvm.command(PROGRAM, List.of()).redirectErrorStream(true).start();
      return new RunProcess(process, idle::addFirst);
    } catch (IOException e) {
      throw UserError.unavailable(
          "A process for a run cannot be started: %s. Try fewer at once: -Dat-once=1"
              .formatted(e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    idle.forEach(RunProcess::dismiss);
  }
}
