package org.visualizingweights.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.PreloadedLibrary;
import org.visualizingweights.UserError;

/**
 * A storage on ground that is read-only, or on a file system without memory that processes share,
 * by libraries loaded before all others. What is done there, other processes do.
 */
class PlacesTest {
  private static final String READ_ONLY =
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <errno.h>
      #include <fcntl.h>
      #include <stdarg.h>
      #include <string.h>
      static int no(const char *path, int flags) {
        return strstr(path, "storage.db") && (flags & (O_CREAT | O_ACCMODE));
      }
      int open(const char *path, int flags, ...) {
        va_list a; va_start(a, flags); int mode = va_arg(a, int); va_end(a);
        if (no(path, flags)) { errno = EROFS; return -1; }
        return ((int (*)(const char *, int, int)) dlsym(RTLD_NEXT, "open"))(path, flags, mode);
      }
      int open64(const char *path, int flags, ...) {
        va_list a; va_start(a, flags); int mode = va_arg(a, int); va_end(a);
        if (no(path, flags)) { errno = EROFS; return -1; }
        return ((int (*)(const char *, int, int)) dlsym(RTLD_NEXT, "open64"))(path, flags, mode);
      }
      """;

  private static final String WITHOUT_SHARED_MEMORY =
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <errno.h>
      #include <stdio.h>
      #include <string.h>
      #include <sys/mman.h>
      #include <unistd.h>
      static int no(int flags, int fd) {
        char link[64], path[4096];
        if (fd < 0 || !(flags & MAP_SHARED)) return 0;
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t n = readlink(link, path, sizeof path - 1);
        if (n < 0) return 0;
        path[n] = 0;
        return strstr(path, "storage.db") != 0;
      }
      typedef void *(*map)(void *, size_t, int, int, int, off_t);
      void *mmap(void *at, size_t size, int access, int flags, int fd, off_t from) {
        if (no(flags, fd)) { errno = ENODEV; return MAP_FAILED; }
        return ((map) dlsym(RTLD_NEXT, "mmap"))(at, size, access, flags, fd, from);
      }
      void *mmap64(void *at, size_t size, int access, int flags, int fd, off_t from) {
        if (no(flags, fd)) { errno = ENODEV; return MAP_FAILED; }
        return ((map) dlsym(RTLD_NEXT, "mmap64"))(at, size, access, flags, fd, from);
      }
      """;

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void chooseAFile() throws IOException {
    file = Files.createDirectory(folder.resolve("run")).resolve("storage.db");
  }

  /** As one leaves it who was the last to look, and could not fold it in. */
  @Test
  void aWholeStorageInWriteAheadModeIsReadFromReadOnlyGround() throws Exception {
    write();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
    }
    Files.createFile(file.resolveSibling("storage.db-wal"));

    assertThat(on(READ_ONLY, "read")).containsExactly("0", "1", "2");
  }

  @Test
  void soIsOneWhoseWriterWasKilled() throws Exception {
    kill();

    assertThat(on(READ_ONLY, "read")).containsExactly("0", "1", "2");
  }

  @Test
  void whereItCannotBeReadThePlaceIsToBlameAndNotTheFile() throws Exception {
    kill();
    Files.delete(file.resolveSibling("storage.db-shm"));

    assertThat(on(READ_ONLY, "read"))
        .singleElement()
        .asString()
        .contains("cannot be opened where it is", "read-only", "Copy the run's folder elsewhere");
  }

  @Test
  void whoReadsWritesNothingToAWholeStorage() throws Exception {
    write();

    assertThat(on(READ_ONLY, "read")).containsExactly("0", "1", "2");
  }

  @Test
  void withoutSharedMemoryAStorageIsWrittenAndReadMeanwhile() throws Exception {
    assertThat(on(WITHOUT_SHARED_MEMORY, "write and read")).containsExactly("0", "1", "2");
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void soIsOneThatWasBegunElsewhere() throws Exception {
    kill();

    assertThat(on(WITHOUT_SHARED_MEMORY, "write and read")).containsExactly("0", "1", "2");
  }

  @Test
  void whatIsDamagedIsToBlameItself() throws Exception {
    Files.writeString(file, "no database ".repeat(100));

    assertThat(on(WITHOUT_SHARED_MEMORY, "read"))
        .singleElement()
        .asString()
        .contains("is not the storage of a run, or is damaged");
  }

  private void write() {
    try (RunStorage storage = RunStorage.open(file, "run")) {
      put(storage);
    }
  }

  /** Leaves a storage as it is while its writer is at work. */
  private void kill() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other")).resolve("storage.db");
    try (RunStorage storage = RunStorage.open(other, "run")) {
      put(storage);
      try (Stream<Path> parts = Files.list(other.getParent())) {
        for (Path part : parts.toList()) {
          Files.copy(part, file.resolveSibling(part.getFileName()));
        }
      }
    }
    assertThat(file.resolveSibling("storage.db-wal")).isNotEmptyFile();
  }

  private static void put(RunStorage storage) {
    for (int i = 0; i < 3; i++) {
      byte[] record = {(byte) ('0' + i)};
      storage.put("x", i, () -> record);
    }
    storage.flush();
  }

  /** What a process says that does something with the file on such ground. */
  private List<String> on(String ground, String what) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                file.toString(),
                what)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LD_PRELOAD", PreloadedLibrary.compile(folder, ground).toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said.lines().toList();
  }

  static final class Other {
    public static void main(String[] args) {
      Path file = Path.of(args[0]);
      try {
        if (args[1].equals("read")) {
          read(file);
          return;
        }
        try (RunStorage storage = RunStorage.open(file, "run")) {
          put(storage);
          read(file);
        }
      } catch (UserError e) {
        System.out.println(e.getMessage());
      }
    }

    private static void read(Path file) {
      try (StorageReader storage = StorageReader.open(file)) {
        storage.read(
            "x",
            0,
            Integer.MAX_VALUE,
            "%s: %s",
            (step, record) -> System.out.println(new String(record, StandardCharsets.US_ASCII)));
      }
    }
  }
}
