package org.visualizingweights.sweep.remote;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A connection on which {@link Packet packets} go both ways: four bytes with a length, then JSON of
 * that length, then the bytes that it announces. Any thread may send; one receives.
 */
final class Link implements AutoCloseable {
  /** From one sign of life to the next. */
  static final Duration BEAT = Duration.ofSeconds(5);

  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** An experiment with every key, and more than that. */
  private static final int LARGEST = 1 << 20;

  private static final int CONNECT_MILLIS = 20_000;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final ReentrantLock sending = new ReentrantLock();
  private volatile long heard = System.nanoTime();

  /** Over a connection that is there. */
  Link(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
  }

  /** Connects. */
  static Link to(String host, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      return new Link(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** For how long to wait for bytes; zero: for as long as it takes. */
  void patience(Duration time) throws IOException {
    socket.setSoTimeout(Math.toIntExact(time.toMillis()));
  }

  void send(Packet packet) throws IOException {
    send(packet, () -> {});
  }

  /** Sends a packet and what it announces, which has to have that size. */
  void send(Packet.WithBytes packet, InputStream bytes) throws IOException {
    send(packet, () -> copy(bytes, out, packet.size()));
  }

  /** Says that this side is there, unless it is just saying something else. */
  void beat() throws IOException {
    if (sending.tryLock()) {
      try {
        send(new Packet.Beat());
      } finally {
        sending.unlock();
      }
    }
  }

  private interface Rest {
    void send() throws IOException;
  }

  private void send(Packet packet, Rest rest) throws IOException {
    sending.lock();
    try {
      write(packet);
      rest.send();
      out.flush();
    } finally {
      sending.unlock();
    }
  }

  private void write(Packet packet) throws IOException {
    byte[] json = MAPPER.writerFor(Packet.class).writeValueAsBytes(packet);
    if (json.length > LARGEST) {
      throw new IOException("a packet of %s bytes is too large".formatted(json.length));
    }
    out.writeInt(json.length);
    out.write(json);
  }

  /**
   * The next packet.
   *
   * @throws IOException where there is no connection any more, nothing came within the {@linkplain
   *     #patience time to wait}, or what comes is no packet
   */
  Packet next() throws IOException {
    int length = in.readInt();
    heard = System.nanoTime();
    if (length < 0 || length > LARGEST) {
      throw new IOException("what comes is no packet");
    }
    byte[] json = new byte[length];
    in.readFully(json);
    try {
      return MAPPER.readValue(json, Packet.class);
    } catch (JacksonException e) {
      throw new IOException("what comes is no packet", e);
    }
  }

  /** Takes the bytes that a packet announced. */
  void bytesInto(OutputStream target, long size) throws IOException {
    copy(in, target, size);
  }

  /** For how long nothing has come. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heard);
  }

  private void copy(InputStream from, OutputStream to, long size) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (long left = size; left > 0; ) {
      int read = from.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException("%s bytes are missing".formatted(left));
      }
      to.write(buffer, 0, read);
      left -= read;
      heard = System.nanoTime();
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
