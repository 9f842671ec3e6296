package org.visualizingweights.ui;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The connections that there are: no more than some, each with an end.
 *
 * <p>The server shares its memory, its threads' time and its open files with a training. So a
 * connection that says nothing gives way to a new one, or ends by itself; one that asks again and
 * again before it reads is closed; and those that come too fast wait where they cost nothing, in
 * the system's queue. All is done by the server's one event loop, but for the {@link
 * AcceptThrottle}.
 */
final class Connections implements Handler<HttpConnection> {
  /** A browser has six to a server. As many may wait in the system's queue, and not for long. */
  static final int MOST = 64;

  private static final int NEW_A_SECOND = 10;
  private static final int NEW_AT_ONCE = MOST;

  /** Sent one after the other without waiting for the answers; browsers send one. */
  private static final int MOST_REQUESTS = 2;

  /** For a whole request to arrive, and for the other side to take more of an answer. */
  private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(30);

  /** For an answer, from the request to its last byte. */
  private static final long LONGEST_ANSWER = TimeUnit.MINUTES.toNanos(15);

  private static final int LOOK_EVERY_MILLIS = 1_000;

  private final Set<Bounds> open = new LinkedHashSet<>();
  private boolean isThrottled;

  Connections(Vertx vertx) {
    vertx.setPeriodic(LOOK_EVERY_MILLIS, timer -> endTheOverdue());
  }

  @Override
  public void handle(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    Bounds bounds = new Bounds(channel);
    channel.pipeline().addBefore("handler", "bounds", bounds);
    open.add(bounds);
    channel.closeFuture().addListener(closed -> open.remove(bounds));
    if (open.size() > MOST) {
      open.stream()
          .filter(Bounds::isIdle)
          .min(Comparator.comparingLong(b -> b.since - bounds.since))
          .ifPresent(Bounds::end);
    }
    if (!isThrottled) {
      channel.parent().pipeline().addFirst(new AcceptThrottle());
      isThrottled = true;
    }
  }

  private void endTheOverdue() {
    long now = System.nanoTime();
    List.copyOf(open).stream().filter(b -> b.isOverdue(now)).forEach(Bounds::end);
  }

  /**
   * Before what accepts connections, in its thread: has it stop where they come too fast, or it
   * would be ahead of what ends them.
   */
  private static final class AcceptThrottle extends ChannelInboundHandlerAdapter {
    private final RateLimiter limiter = new RateLimiter(NEW_A_SECOND, NEW_AT_ONCE);
    private long opens;

    @Override
    public void channelRead(ChannelHandlerContext context, Object connection) {
      long wait = limiter.acquire(1).orElse(LOOK_EVERY_MILLIS);
      if (wait > 0) {
        ChannelConfig server = context.channel().config();
        server.setAutoRead(false);
        opens = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait);
        context.executor().schedule(() -> open(server), wait, TimeUnit.MILLISECONDS);
      }
      context.fireChannelRead(connection);
    }

    /** Unless another one came that is to wait longer. */
    private void open(ChannelConfig server) {
      if (System.nanoTime() - opens >= 0) {
        server.setAutoRead(true);
      }
    }
  }

  /** What one connection may do, and since when it has done what it does. */
  private static final class Bounds extends ChannelDuplexHandler {
    private final Channel channel;
    private long since = System.nanoTime();
    private long moved = since;
    private long unsent;
    private int asked;
    private boolean whole = true;
    private boolean ended;

    Bounds(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!ended && message instanceof HttpRequest request) {
        whole = false;
        asked++;
        // Clear-text HTTP/2 begins with a request of a version that is none of HTTP/1's.
        if (asked > MOST_REQUESTS || request.protocolVersion().majorVersion() != 1) {
          end();
        }
      }
      if (ended) {
        ReferenceCountUtil.release(message);
        return;
      }
      if (message instanceof LastHttpContent) {
        whole = true;
        since = System.nanoTime();
      }
      context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      ChannelPromise written = promise;
      if (message instanceof LastHttpContent) {
        written = promise.unvoid();
        written.addListener(
            sent -> {
              asked--;
              since = System.nanoTime();
            });
      }
      context.write(message, written);
    }

    boolean isIdle() {
      return asked == 0;
    }

    boolean isOverdue(long now) {
      if (asked == 0 || !whole) {
        return now - since > TIMEOUT;
      }
      return isStuck(now) || now - since > LONGEST_ANSWER;
    }

    /** Whether there is something to be sent, and the other side takes nothing of it. */
    private boolean isStuck(long now) {
      ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
      long left = buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
      if (left == 0 || left != unsent) {
        unsent = left;
        moved = now;
      }
      return now - moved > TIMEOUT;
    }

    /** Takes nothing more apart of what has come. */
    void end() {
      if (!ended) {
        ended = true;
        channel.pipeline().remove("httpDecoder");
        channel.close();
      }
    }
  }
}
