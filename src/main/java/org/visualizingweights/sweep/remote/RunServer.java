package org.visualizingweights.sweep.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.visualizingweights.UserError;
import org.visualizingweights.host.Threads;
import org.visualizingweights.sweep.RunOrder;

/**
 * Takes the connections of the processes that execute runs elsewhere. Only those that know the
 * sweep's token are listened to, and only so many at a time.
 */
public final class RunServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunServer.class);
  private static final Duration TO_INTRODUCE_ITSELF = Duration.ofSeconds(20);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final int MOST_LINKS = 4096;
  private static final int TOKEN_BYTES = 32;

  private final ServerSocket socket;
  private final boolean shared;
  private final Duration silence;
  private final String token;
  private final Traits here = Traits.current();
  private final Map<Integer, RemoteRun> runs = new ConcurrentHashMap<>();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(work -> Threads.daemon("run-server-heart", work));
  private volatile boolean reached;

  private RunServer(ServerSocket socket, boolean shared, Duration silence) {
    this.socket = socket;
    this.shared = shared;
    this.silence = silence;
    byte[] secret = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(secret);
    this.token = HexFormat.of().formatHex(secret);
  }

  /**
   * Listens.
   *
   * @param host the name or address of this machine that other machines reach
   * @param port 0: any that is free
   * @param shared whether the folders of the runs are seen by all machines
   * @throws UserError where that is not possible
   */
  public static RunServer listen(String host, int port, boolean shared) {
    return listen(host, port, shared, SILENCE);
  }

  /**
   * @param silence for how long the process of a run may be silent where another waits for the run
   */
  static RunServer listen(String host, int port, boolean shared, Duration silence) {
    try {
      RunServer server =
          new RunServer(new ServerSocket(port, 0, InetAddress.getByName(host)), shared, silence);
      Threads.daemon("run-server", server::accept).start();
      server.heart.scheduleWithFixedDelay(
          server::beat, Link.BEAT.toMillis(), Link.BEAT.toMillis(), TimeUnit.MILLISECONDS);
      return server;
    } catch (IOException e) {
      throw UserError.unavailable(
          ("The runs of a sweep on other machines report to %s port %s of this machine, where this"
                  + " program cannot listen: %s. Name another port with -Dsweep.port, or the address"
                  + " that the workers reach with -Dspark.driver.host")
              .formatted(host, port, e.getMessage()),
          e);
    }
  }

  /** Where it listens. */
  public int port() {
    return socket.getLocalPort();
  }

  /** What processes have to know. */
  public String token() {
    return token;
  }

  /**
   * A run that may be asked for from now on.
   *
   * @param number by which processes ask for it
   * @param cancel has nobody execute it any more
   */
  public RemoteRun add(int number, RunOrder order, Runnable cancel) {
    RemoteRun run = new RemoteRun(order, shared, silence, cancel);
    runs.put(number, run);
    run.end().thenRun(() -> runs.remove(number));
    return run;
  }

  /**
   * Nobody will execute a run any more.
   *
   * @param problem why, where that is known
   */
  public void over(int number, Optional<String> problem) {
    Optional.ofNullable(runs.get(number)).ifPresent(run -> run.over(problem));
  }

  /** Whether a run was added and has not ended. */
  public boolean awaits(int number) {
    return runs.containsKey(number);
  }

  /** Whether any process has ever asked for a run. */
  public boolean wasReached() {
    return reached;
  }

  private void accept() {
    try {
      while (true) {
        Socket accepted = socket.accept();
        Link link = new Link(accepted);
        if (links.size() >= MOST_LINKS) {
          link.close();
        } else {
          links.add(link);
          Threads.daemon("run-server-link", () -> serve(link)).start();
        }
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void serve(Link link) {
    try (link) {
      link.patience(TO_INTRODUCE_ITSELF);
      if (link.next() instanceof Packet.Claim claim && isOurs(claim.token())) {
        reached = true;
        link.patience(Duration.ZERO);
        serve(claim, link);
      }
    } catch (IOException e) {
      LOG.debug("a process of a run is gone", e);
    } finally {
      links.remove(link);
    }
  }

  private boolean isOurs(String claimed) {
    return MessageDigest.isEqual(
        claimed.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private void serve(Packet.Claim claim, Link link) throws IOException {
    Optional<RemoteRun> run = Optional.ofNullable(runs.get(claim.run()));
    if (run.isEmpty()) {
      link.send(new Packet.Settled());
      return;
    }
    try {
      run.get().serve(claim, link, here);
    } catch (UserError e) {
      run.get().over(Optional.of(e.getMessage())); // something is wrong here, not with the process
    }
  }

  private void beat() {
    for (Link link : links) {
      try {
        link.beat();
      } catch (IOException e) {
        link.close();
      }
    }
  }

  @Override
  public void close() {
    heart.shutdownNow();
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody can reach it either way.
    }
    links.forEach(Link::close);
  }
}
