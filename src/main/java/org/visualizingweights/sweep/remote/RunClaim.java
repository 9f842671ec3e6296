package org.visualizingweights.sweep.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.visualizingweights.UserError;
import org.visualizingweights.files.FileTree;
import org.visualizingweights.host.Threads;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Runs;
import org.visualizingweights.run.Status;
import org.visualizingweights.sweep.plan.SweepFolder;

/**
 * The right of this process to execute a run of a sweep that is on another machine. It is lost with
 * the connection: the run may be another's by then.
 */
public final class RunClaim implements AutoCloseable {
  /** Several times as long as from one sign of life to the next. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Traits HERE = Traits.current();
  private static final String CHECKPOINTS = "checkpoints/";

  private final Link link;
  private final Packet.Granted granted;
  private final Path place;
  private final Optional<Reporter> reporter;
  private final CountDownLatch settled = new CountDownLatch(1);
  private volatile boolean stopAsked;
  private volatile boolean closed;

  private RunClaim(Link link, Packet.Granted granted, Path place, Runnable lost)
      throws IOException {
    this.link = link;
    this.granted = granted;
    this.place = place;
    if (granted.shared() && !SweepFolder.isSweep(folder().getParent())) {
      throw UserError.unavailable(
          "%s is not there; say -Dsweep.shared=true only where all machines see the sweep's folders at the same path"
              .formatted(folder().getParent()));
    }
    Files.createDirectories(place);
    Files.writeString(experiment(), granted.experiment(), StandardCharsets.UTF_8);
    for (int i = 0; i < granted.files(); i++) {
      if (!(link.next() instanceof Packet.Delivery content)) {
        throw new IOException("the run's folder is not sent");
      }
      FolderFiles.receive(folder(), content, link);
    }
    reporter = granted.shared() ? Optional.empty() : Optional.of(new Reporter(folder(), link));
    Threads.daemon("run-claim", () -> listen(lost)).start();
    reporter.ifPresent(started -> Threads.daemon("run-reporter", started).start());
    Threads.daemon("run-claim-heart", this::beat).start();
  }

  /**
   * Asks for a run, and waits as long as another process has it.
   *
   * @param place an own folder of this claim's, which is made
   * @param lost is called where the right is lost before {@link #deliver} has returned
   * @return empty where nothing is to be done any more
   * @throws IOException where the sweep cannot be reached
   */
  public static Optional<RunClaim> of(
      String host, int port, String token, int run, String self, Path place, Runnable lost)
      throws IOException {
    Link link = Link.to(host, port);
    try {
      link.patience(PATIENCE);
      link.send(new Packet.Claim(token, run, self));
      Packet answer = link.next();
      while (answer instanceof Packet.Beat) {
        answer = link.next();
      }
      if (answer instanceof Packet.Granted granted) {
        return Optional.of(new RunClaim(link, granted, place, lost));
      }
      link.close();
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      link.close();
      throw e;
    }
  }

  /** The experiment, with every key. */
  public Path experiment() {
    return place.resolve("experiment.yaml");
  }

  /** Where the run's folder is, if it goes on, or is to be. */
  public Path folder() {
    Path folder = Path.of(granted.folder());
    return granted.shared() ? folder : place.resolve(folder.getFileName());
  }

  /** Whether the run's folder is that of the sweep, which this machine sees. */
  public boolean isShared() {
    return granted.shared();
  }

  /** The values that the run's manifest is to name. */
  public Map<String, String> values() {
    return granted.values();
  }

  /** How this machine differs from that of the sweep, in a sentence, where it does. */
  public Optional<String> difference() {
    return HERE.difference(granted.machine());
  }

  /** Whether the run is to end between two steps. */
  public boolean isStopAsked() {
    return stopAsked;
  }

  /** The run goes on. */
  public void alive(int steps, int planned) {
    reporter.ifPresent(told -> told.planned(planned));
    send(new Packet.Advanced(steps, planned));
  }

  /** The run says a line on its console. */
  public void said(String line) {
    send(new Packet.Said(line));
  }

  private void send(Packet packet) {
    try {
      link.send(packet);
    } catch (IOException e) {
      link.close(); // which the listening thread hears
    }
  }

  private void listen(Runnable lost) {
    try {
      while (true) {
        Packet packet = link.next();
        if (packet instanceof Packet.StopAsked) {
          stopAsked = true;
        } else if (packet instanceof Packet.Settled) {
          settled.countDown();
          return;
        }
      }
    } catch (IOException e) {
      if (!closed) {
        lost.run();
      }
    }
  }

  private void beat() {
    try {
      while (settled.getCount() > 0 && !closed) {
        link.beat();
        Thread.sleep(Link.BEAT.toMillis());
      }
    } catch (IOException e) {
      link.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Hands over what has become of the run; returns when that is safe.
   *
   * @param problem why it could not be done, if so
   */
  public void deliver(Optional<String> problem) throws IOException {
    reporter.ifPresent(Reporter::close);
    if (!granted.shared()) {
      FolderFiles.send(folder(), files(), link);
    }
    link.send(new Packet.Completed(problem));
    try {
      settled.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private List<String> files() throws IOException {
    if (!Files.exists(folder())) {
      return List.of();
    }
    List<String> all = FolderFiles.of(folder());
    return granted.keepsCheckpoints() || !isOver()
        ? all
        : all.stream().filter(name -> !name.startsWith(CHECKPOINTS)).toList();
  }

  private boolean isOver() {
    Status status =
        Runs.isRun(folder()) ? RunFolder.open(folder()).manifest().status() : Status.FAILED;
    return status == Status.FINISHED || status == Status.STOPPED;
  }

  /** Gives the right back, and removes what is here of the run. */
  @Override
  public void close() {
    closed = true;
    reporter.ifPresent(Reporter::close);
    link.close();
    try {
      FileTree.remove(place);
    } catch (IOException e) {
      // It goes with all else that is here of the sweep.
    }
  }
}
