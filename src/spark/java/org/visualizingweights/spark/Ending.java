package org.visualizingweights.spark;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.api.java.JavaSparkContext;

/** Ends the driver, once: with its executors, and soon, whatever they do. */
final class Ending {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Replies replies;
  private final SentFiles files;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile Optional<JavaSparkContext> spark = Optional.empty();

  Ending(Replies replies, SentFiles files) {
    this.replies = replies;
    this.files = files;
  }

  /** Has this stopped at the end. */
  void stopFirst(JavaSparkContext context) {
    spark = Optional.of(context);
  }

  /** No more runs come. */
  void end() {
    end(0);
  }

  /** Spark cannot be used, or not any more. */
  void fail(String sentence) {
    if (!begun.get()) {
      replies.failed(sentence);
    }
    end(1);
  }

  /** Returns at once. */
  private void end(int status) {
    if (begun.compareAndSet(false, true)) {
      Daemon.thread("end", () -> stop(status)).start();
      Daemon.thread("end-anyway", () -> halt(status)).start();
    }
  }

  private void stop(int status) {
    try {
      spark.ifPresent(
          context -> {
            context.cancelAllJobs();
            context.stop();
          });
    } catch (RuntimeException e) {
      e.printStackTrace();
    } finally {
      files.delete();
    }
    System.exit(status);
  }

  private void halt(int status) {
    try {
      Thread.sleep(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      // then at once
    }
    files.delete();
    Runtime.getRuntime().halt(status);
  }
}
