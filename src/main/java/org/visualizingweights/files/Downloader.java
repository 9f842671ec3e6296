package org.visualizingweights.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.visualizingweights.Count;
import org.visualizingweights.FileInTheWay;
import org.visualizingweights.UserError;

/**
 * Downloads files: resumable, verified, and never in place before they are whole.
 *
 * <p>What has arrived is kept beside the file until the next try, whatever happens in between. Any
 * number of processes may ask for the same file at once: one downloads, the others wait.
 */
public final class Downloader {
  private static final Duration CONNECT = Duration.ofSeconds(15);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Console console;
  private final Duration timeout;
  private final Proxies proxies;

  public Downloader(Console console) {
    this(console, TIMEOUT, Proxies.ofThisProcess());
  }

  /**
   * @param timeout how long a server may send nothing, or next to nothing
   */
  Downloader(Console console, Duration timeout, Proxies proxies) {
    this.console = console;
    this.timeout = timeout;
    this.proxies = proxies;
  }

  /**
   * Makes sure that a file is in a folder, whole.
   *
   * @param folder made if it does not exist
   * @return the file, which has the right fingerprint
   * @throws UserError if no URL had it; says what each answered
   */
  public Path fetch(RemoteFile file, Path folder) {
    Path target = folder.resolve(file.name());
    try {
      Files.createDirectories(folder);
      try (FileLock lock = FileLock.acquire(folder, file.name(), console)) {
        if (!isThere(target, file.fingerprint())) {
          download(file, target);
        }
        return target;
      }
    } catch (InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw UserError.unavailable("downloading " + file.name() + " was interrupted", e);
    } catch (IOException e) {
      throw UserError.unavailable(
          FileInTheWay.of(folder)
              .map(why -> "cannot write to %s; %s".formatted(folder, why))
              .orElseGet(
                  () ->
                      "cannot write to %s (%s); choose another cache directory"
                          .formatted(folder, reason(e))),
          e);
    }
  }

  private boolean isThere(Path target, Fingerprint fingerprint) throws IOException {
    if (!Files.exists(target)) {
      return false;
    }
    Optional<String> problem = fingerprint.problem(target);
    problem.ifPresent(what -> console.say("%s %s; it is downloaded again".formatted(target, what)));
    return problem.isEmpty();
  }

  private void download(RemoteFile file, Path target) throws IOException {
    List<String> failures = new ArrayList<>();
    for (URI url : file.urls()) {
      Proxies.Route route = proxies.to(url);
      console.say(
          "Downloading %s from %s%s".formatted(file.name(), url.getHost(), route.inWords()));
      Transfer transfer = new Transfer(file, url, route, target);
      Optional<String> failure = transfer.run();
      if (failure.isEmpty()) {
        Files.move(transfer.part, target, StandardCopyOption.ATOMIC_MOVE);
        for (URI other : file.urls()) {
          Files.deleteIfExists(partOf(target, other));
        }
        failures.forEach(console::say); // else whoever hears that there is no file tells them
        return;
      }
      failures.add(url + " " + failure.get());
    }
    throw UserError.unavailable(
        "cannot download %s: %s".formatted(file.name(), String.join("; ", failures)));
  }

  /**
   * Where a file is kept while it arrives. What has arrived belongs to one URL: mirrors may have
   * compressed the same content in different ways.
   */
  private static Path partOf(Path target, URI url) {
    return target.resolveSibling(
        "%s.%08x.part".formatted(target.getFileName(), url.toString().hashCode()));
  }

  /** The way of one file from one URL. */
  private final class Transfer {
    private static final int RETRIES = 4;

    private final RemoteFile file;
    private final URI url;
    private final Proxies.Route route;
    private final Path part;

    Transfer(RemoteFile file, URI url, Proxies.Route route, Path target) {
      this.file = file;
      this.url = url;
      this.route = route;
      this.part = partOf(target, url);
    }

    /** Returns why the file could not be had from here; empty if it is there, verified. */
    Optional<String> run() throws IOException {
      boolean resumed = arrived() > 0;
      Optional<String> failure = receive();
      if (failure.isEmpty()) {
        failure = file.fingerprint().problem(part).map(problem -> "sent what " + problem);
        if (failure.isPresent()) {
          Files.delete(part);
          // What was there from an earlier day may have been of another file.
          return resumed ? run() : failure;
        }
      }
      return failure;
    }

    /** Receives what is missing, in several requests if the connection breaks. */
    private Optional<String> receive() throws IOException {
      for (int retry = 0; ; retry++) {
        long before = arrived();
        try {
          return request(before);
        } catch (InterruptedIOException e) {
          if (!(e instanceof SocketTimeoutException)) {
            throw e;
          }
          if (arrived() == before || retry == RETRIES) {
            return Optional.of("did not answer in time");
          }
        } catch (IOException e) {
          if (arrived() == before || retry == RETRIES) {
            return Optional.of("failed: " + reason(e));
          }
        }
      }
    }

    /**
     * Makes one request. HttpURLConnection is used for its read timeout, which ends a body that
     * stalls; {@code java.net.http} has none for bodies. What does not stall but trickles, head or
     * body, is ended by its watchdog.
     */
    private Optional<String> request(long from) throws IOException {
      HttpURLConnection connection = route.open(url);
      connection.setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
      connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
      // The sizes and sums are of the file itself, not of some encoding of it.
      connection.setRequestProperty("Accept-Encoding", "identity");
      // Else to disconnect is to read what is left, which may trickle, for the sake of the next.
      connection.setRequestProperty("Connection", "close");
      if (from > 0) {
        connection.setRequestProperty("Range", "bytes=" + from + "-");
      }
      RateWatchdog watchdog = new RateWatchdog(timeout, connection::disconnect);
      try (watchdog) {
        return switch (connection.getResponseCode()) {
          case HttpURLConnection.HTTP_OK -> body(connection, 0, watchdog);
          case HttpURLConnection.HTTP_PARTIAL ->
              startsAt(connection, from) ? body(connection, from, watchdog) : wrongRange();
          // Nothing is missing, or what is there is of another file: the fingerprint tells.
          case HttpURLConnection.HTTP_PROXY_AUTH -> Optional.of(refusedByProxy());
          case 416 -> from > 0 ? Optional.empty() : Optional.of("answered 416");
          default -> Optional.of("answered " + connection.getResponseCode());
        };
      } catch (IOException e) {
        if (String.valueOf(e.getMessage()).matches(".*HTTP/1\\.\\d 407.*")) {
          return Optional.of(refusedByProxy()); // by one that was to open a tunnel
        }
        if (watchdog.tooSlow()) {
          return Optional.of(
              String.format(
                  Locale.ROOT,
                  "is too slow: it sent less than %,d bytes a second for %,d s",
                  RateWatchdog.LEAST_BYTES_PER_SECOND,
                  timeout.toSeconds()));
        }
        throw e;
      } finally {
        connection.disconnect();
      }
    }

    private String refusedByProxy() {
      return route.credentials().isPresent()
          ? "failed: the proxy does not take the name and password that it was given (407)"
          : "failed: the proxy wants a name and a password (407): set "
              + url.getScheme()
              + "_proxy=http://NAME:PASSWORD@HOST:PORT";
    }

    private boolean startsAt(HttpURLConnection connection, long from) {
      String range = connection.getHeaderField("Content-Range");
      return range != null && range.startsWith("bytes " + from + "-");
    }

    private Optional<String> wrongRange() throws IOException {
      Files.deleteIfExists(part);
      return Optional.of("answered with another range than was asked for");
    }

    private Optional<String> body(HttpURLConnection connection, long from, RateWatchdog watchdog)
        throws IOException {
      long length = connection.getContentLengthLong();
      long total = length < 0 ? -1 : from + length;
      long most = file.fingerprint().mostFileBytes();
      if (total > most) {
        return Optional.of(
            String.format(Locale.ROOT, "offers %,d bytes, more than the file can have", total));
      }
      StandardOpenOption where =
          from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
      long done = from;
      try (InputStream in = connection.getInputStream();
          OutputStream out =
              Files.newOutputStream(
                  part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, where);
          Console.Task task = console.begin(file.name(), from, total)) {
        byte[] buffer = new byte[1 << 16];
        watchdog.onlyWatch();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          done += n;
          if (watchdog.tooSlow()) {
            throw new IOException("too slow");
          }
          if (done > most) {
            out.close();
            Files.delete(part);
            return Optional.of("sends more than the file can have");
          }
          out.write(buffer, 0, n);
          task.advance(n);
          watchdog.advance(n);
        }
      }
      if (done < total) {
        throw new IOException(
            "the connection ended after %s of %s"
                .formatted(Count.of(done), Count.of(total, "byte")));
      }
      return Optional.empty();
    }

    private long arrived() throws IOException {
      return Files.exists(part) ? Files.size(part) : 0;
    }
  }

  private static String reason(IOException e) {
    if (e instanceof UnknownHostException) {
      return "no such host (%s), or no network; behind a proxy, set https_proxy and http_proxy to"
              .formatted(e.getMessage())
          + " http://HOST:PORT";
    }
    if (e instanceof FileNotFoundException || e.getMessage() == null) {
      return e.toString();
    }
    return e.getMessage();
  }
}
