package org.visualizingweights.sweep.remote;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Runs;
import org.visualizingweights.run.Status;
import org.visualizingweights.sweep.Execution;
import org.visualizingweights.sweep.RunOrder;
import org.visualizingweights.sweep.RunProgress;

/**
 * A run that other machines execute, as the sweep sees it. Several processes may want to, as where
 * the machine of the first was believed dead: one at a time may, and what any other sends is never
 * taken. The next may when the one before it has ended, has no connection any more, or was silent
 * for long.
 */
public final class RemoteRun implements Execution {
  private final RunOrder order;
  private final boolean shared;
  private final Duration silence;
  private final Runnable cancel;
  private final CompletableFuture<Optional<String>> end = new CompletableFuture<>();
  private volatile RunProgress progress = RunProgress.NONE;
  private Optional<Link> holder = Optional.empty();
  private int attempts;
  private boolean stopping;

  /** What the run has come to: a problem, or none. Empty as long as it goes on. */
  private Optional<Optional<String>> outcome = Optional.empty();

  /**
   * @param shared whether they see the folders of the runs
   * @param silence for how long the process of a run may be silent where another waits for the run
   * @param cancel has nobody execute it any more
   */
  RemoteRun(RunOrder order, boolean shared, Duration silence, Runnable cancel) {
    this.order = order;
    this.shared = shared;
    this.silence = silence;
    this.cancel = cancel;
  }

  /** Has a process execute the run, when it may; returns when that has ended. */
  void serve(Packet.Claim claim, Link link, Traits here) throws IOException {
    if (!await(link)) {
      link.send(new Packet.Settled());
      return;
    }
    try (PrintStream log = order.openLog();
        Keeping keeping = keeping()) {
      log.printf("On %s:%n", claim.host());
      grant(keeping.needed(), link, here);
      listen(keeping, link, log);
    } finally {
      release(link);
    }
  }

  /** Whether it may; false where there is nothing to do any more. */
  private synchronized boolean await(Link link) throws IOException {
    while (outcome.isEmpty() && holder.isPresent()) {
      if (holder.get().silence().compareTo(silence) > 0) {
        holder.get().close();
      }
      pause();
      link.beat();
    }
    if (outcome.isPresent() || stopping) {
      return false;
    }
    holder = Optional.of(link);
    attempts++;
    return true;
  }

  private void pause() {
    try {
      wait(Link.BEAT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private synchronized Keeping keeping() throws IOException {
    return shared ? new Keeping.Shared() : Keeping.Returned.of(order.folder(), attempts);
  }

  private void grant(List<String> files, Link link, Traits here) throws IOException {
    Path folder = order.folder();
    link.send(
        new Packet.Granted(
            Files.readString(order.experiment()),
            shared ? folder.toString() : folder.getFileName().toString(),
            order.values(),
            files.size(),
            shared,
            order.keepsCheckpoints(),
            here));
    FolderFiles.send(folder, files, link);
  }

  private void listen(Keeping keeping, Link link, PrintStream log) throws IOException {
    while (true) {
      Packet packet = link.next();
      if (packet instanceof Packet.Completed ended) {
        keeping.complete();
        ended(ended.problem());
        link.send(new Packet.Settled());
        return;
      } else if (packet instanceof Packet.Advanced alive) {
        progress = progress.then(alive.steps(), alive.planned());
      } else if (packet instanceof Packet.Said said) {
        log.println(said.line());
      } else if (!(packet instanceof Packet.Beat)) {
        keeping.take(packet, link);
      }
    }
  }

  /** Whether the run is over now, or whoever goes on with it is to come. */
  private synchronized void ended(Optional<String> problem) {
    if (stopping || problem.isPresent() || isOver()) {
      outcome = Optional.of(problem);
    }
  }

  private boolean isOver() {
    return Runs.isRun(order.folder())
        && RunFolder.open(order.folder()).manifest().status() != Status.INTERRUPTED;
  }

  private synchronized void release(Link link) {
    link.close();
    holder = Optional.empty();
    if (stopping) {
      outcome = outcome.or(() -> Optional.of(Optional.empty()));
    }
    finish();
  }

  /** Who waits for the run's end may go on, where nobody writes any more. */
  private void finish() {
    if (outcome.isPresent() && holder.isEmpty()) {
      end.complete(outcome.get());
    }
    notifyAll();
  }

  /** Nobody will execute the run any more. */
  public synchronized void over(Optional<String> problem) {
    outcome = outcome.or(() -> Optional.of(problem));
    holder.ifPresent(Link::close);
    finish();
  }

  @Override
  public RunProgress progress() {
    return progress;
  }

  @Override
  public synchronized boolean isWaiting() {
    return holder.isEmpty();
  }

  @Override
  public CompletableFuture<Optional<String>> end() {
    return end;
  }

  @Override
  public synchronized void stop() {
    stopping = true;
    if (holder.isEmpty()) {
      over(Optional.empty());
      cancel.run();
      return;
    }
    try {
      holder.get().send(new Packet.StopAsked());
    } catch (IOException e) {
      holder.get().close();
    }
  }

  @Override
  public void kill() {
    cancel.run();
  }
}
