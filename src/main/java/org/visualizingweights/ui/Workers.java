package org.visualizingweights.ui;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that may wait, for requests of one kind, so that no kind waits for another. What comes
 * while enough others wait is refused, and what nobody waits for any more is not done.
 */
final class Workers {
  private static final int UNAVAILABLE = 503;

  private final WorkerExecutor threads;
  private final int most;
  private final AtomicInteger admitted = new AtomicInteger();

  /**
   * @param threads how many requests are answered at a time
   * @param waiting how many more may wait for one
   */
  Workers(Vertx vertx, String name, int threads, int waiting) {
    // A download may be long, which is not worth a warning.
    this.threads = vertx.createSharedWorkerExecutor(name, threads, 1, TimeUnit.HOURS);
    this.most = threads + waiting;
  }

  /** Has a handler's work done by these threads. */
  Handler<RoutingContext> run(Handler<RoutingContext> work) {
    return context -> {
      if (admitted.incrementAndGet() > most) {
        admitted.decrementAndGet();
        Refusal.answer(context, UNAVAILABLE, "The server is busy with others; try again soon.");
        return;
      }
      threads.<Void>executeBlocking(
          done -> {
            if (!context.response().closed()) {
              work.handle(context);
            }
            done.complete();
          },
          false,
          result -> {
            admitted.decrementAndGet();
            if (result.failed()) {
              context.fail(result.cause());
            }
          });
    };
  }
}
