package org.visualizingweights.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.PreloadedLibrary;

/**
 * A disk that takes two seconds whenever it is waited for, by a library loaded before all others.
 */
class SlowDiskTest {
  private static final Duration MOST_LOST = Duration.ofSeconds(1);

  @TempDir Path folder;

  @Test
  void aProcessThatIsKilledLosesASecondAtMostWhileTheDiskIsWaitedFor() throws Exception {
    Path library =
        PreloadedLibrary.compile(
            folder,
            """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <unistd.h>
        int fsync(int fd) { sleep(2); return ((int (*)(int)) dlsym(RTLD_NEXT, "fsync"))(fd); }
        int fdatasync(int fd) { sleep(2); return ((int (*)(int)) dlsym(RTLD_NEXT, "fdatasync"))(fd); }
        """);
    Path file = folder.resolve("storage.db");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LD_PRELOAD", library.toString());
    Process writer = builder.start();
    try {
      assertThat(writer.getInputStream().read()).as("it waits for the disk").isEqualTo('.');
      Thread.sleep(1500);
    } finally {
      writer.destroyForcibly().waitFor();
    }
    long killed = System.currentTimeMillis();

    AtomicLong last = new AtomicLong();
    try (StorageReader storage = StorageReader.open(file)) {
      storage.read(
          "x",
          0,
          Integer.MAX_VALUE,
          "record %s: %s",
          (step, bytes) -> last.set(ByteBuffer.wrap(bytes).getLong()));
    }
    assertThat(Duration.ofMillis(killed - last.get())).isLessThan(MOST_LOST);
  }

  /** Puts a record every 20 ms, which is its time, while another thread waits for the disk. */
  static final class Writer {
    public static void main(String[] args) throws InterruptedException {
      RunStorage storage = RunStorage.open(Path.of(args[0]), "run");
      for (int i = 0; ; i++) {
        byte[] now = ByteBuffer.allocate(Long.BYTES).putLong(System.currentTimeMillis()).array();
        storage.put("x", i, () -> now);
        if (i == 50) {
          Thread waits = new Thread(storage::sync);
          waits.setDaemon(true);
          waits.start();
          System.out.print('.');
          System.out.flush();
        }
        Thread.sleep(20);
      }
    }
  }
}
