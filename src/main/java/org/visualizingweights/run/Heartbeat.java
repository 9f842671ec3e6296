package org.visualizingweights.run;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.visualizingweights.host.Threads;

/** Tells that a process lives where files cannot be locked: it touches a file again and again. */
final class Heartbeat {
  static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private Heartbeat() {}

  /** Touches a file, on a thread of its own, as long as a channel is open. */
  static void start(Path file, Channel channel) {
    Threads.daemon("heartbeat", () -> touch(file, channel)).start();
  }

  private static void touch(Path file, Channel channel) {
    while (channel.isOpen()) {
      try {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      } catch (IOException e) {
        // Taken for dead meanwhile; the next beat may come through.
      }
      await();
    }
  }

  /** Whether there was a beat lately, by this machine's clock. */
  static boolean isRecent(Path file) throws IOException {
    Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
    return age.abs().compareTo(TIMEOUT) < 0;
  }

  /** Waits for a beat, as clocks may differ, or be set; whether it came. */
  static boolean comes(Path file) throws IOException {
    FileTime before = Files.getLastModifiedTime(file);
    for (int i = 0; i <= TIMEOUT.dividedBy(INTERVAL); i++) {
      await();
      if (!Files.getLastModifiedTime(file).equals(before)) {
        return true;
      }
    }
    return false;
  }

  /** As long as it takes from one beat to the next. */
  static void await() {
    try {
      Thread.sleep(INTERVAL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
