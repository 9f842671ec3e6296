package org.visualizingweights.ui;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The body of a response as a stream that waits while the other side does not keep up. For threads
 * that may wait. Where it is closed before {@link #finish()}, so is the connection, so that nobody
 * takes a part for the whole.
 */
final class ResponseStream extends OutputStream {
  private static final int CHUNK = 1 << 15;
  private static final int TIMEOUT_SECONDS = 60;

  private final HttpServerResponse response;
  private final Semaphore drained = new Semaphore(0);
  private Buffer pending = Buffer.buffer(CHUNK);
  private boolean finished;

  ResponseStream(HttpServerResponse response) {
    this.response = response;
    response.exceptionHandler(problem -> drained.release());
    response.closeHandler(closed -> drained.release());
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    pending.appendBytes(bytes, offset, length);
    if (pending.length() >= CHUNK) {
      send();
    }
  }

  private void send() throws IOException {
    if (!response.headWritten()) {
      response.setChunked(true);
    }
    awaitRoom();
    response.write(pending);
    pending = Buffer.buffer(CHUNK);
  }

  private void awaitRoom() throws IOException {
    try {
      while (!response.closed() && response.writeQueueFull()) {
        response.drainHandler(done -> drained.release());
        if (response.writeQueueFull() && !drained.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException("nobody reads the answer");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (response.closed()) {
      throw new IOException("the connection is closed");
    }
  }

  /** All is written. */
  void finish() {
    finished = true;
    if (!response.closed()) {
      response.end(pending);
    }
  }

  @Override
  public void close() {
    if (finished || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      response.close();
    } else {
      response.setStatusCode(500).end();
    }
  }
}
