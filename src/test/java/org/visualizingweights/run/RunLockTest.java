package org.visualizingweights.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.PreloadedLibrary;
import org.visualizingweights.UserError;

class RunLockTest {
  @TempDir Path runs;

  private RunFolder run;
  private Optional<Process> other = Optional.empty();

  @BeforeEach
  void makeARun() {
    run = RunFolders.create(runs, "x", Instant.parse("2026-11-23T10:15:30Z"));
  }

  @AfterEach
  void endTheOther() throws InterruptedException {
    if (other.isPresent()) {
      other.get().destroyForcibly().waitFor();
    }
  }

  @Test
  void oneProcessCanWriteAtATime() throws Exception {
    start("hold");

    assertThatThrownBy(this::acquire)
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(2))
        .hasMessage(
            run.path()
                + " is still running, in process "
                + other.orElseThrow().pid()
                + "; stop that first");
  }

  @Test
  void whatAKilledProcessHadIsFreeAtOnce() throws Exception {
    start("hold");
    endTheOther();

    acquire().close();
  }

  @Test
  void aRunIsHeldOnlyOnceInAProcessToo() throws IOException {
    Path link = Files.createSymbolicLink(runs.resolve("link"), run.path());
    try (RunLock lock = acquire()) {
      assertThatThrownBy(this::acquire).hasMessageContaining("is still running");
      assertThatThrownBy(() -> RunLock.acquire(link, problem -> {}))
          .hasMessageContaining("is still running");
    }
    acquire().close();
  }

  @Test
  void aRunGoesOnWhileItsOwnerHoldsIt() throws Exception {
    assertThat(run.manifest().status()).isEqualTo(Status.INTERRUPTED);
    try (RunLock lock = acquire()) {
      assertThat(run.manifest().status()).isEqualTo(Status.RUNNING);
    }
    assertThat(run.manifest().status()).isEqualTo(Status.INTERRUPTED);
  }

  @Test
  void whoHoldsTheRunOfAnotherProcessDoesNotKeepThatAlive() throws Exception {
    start("hold"); // as a report is made anew, say

    Manifest manifest = run.manifest();

    assertThat(manifest.status()).isEqualTo(Status.INTERRUPTED);
    assertThat(manifest.reason().orElseThrow())
        .isEqualTo(
            "process "
                + ProcessHandle.current().pid()
                + " is gone: it was killed, or the machine stopped");
  }

  @Test
  void aCopyOfARunThatGoesOnDoesNot() throws IOException {
    try (RunLock lock = acquire()) {
      Path copy = Files.createDirectory(runs.resolve("copy"));
      for (String file : List.of("manifest.json", ".lock")) {
        Files.copy(run.path().resolve(file), copy.resolve(file));
      }
      assertThat(RunFolder.open(copy).manifest().status()).isEqualTo(Status.INTERRUPTED);
    }
  }

  @Test
  void aRunStaysAliveWhereverItIsMoved() throws IOException {
    try (RunLock lock = acquire()) {
      Path moved = Files.move(run.path(), runs.resolve("moved"));
      assertThat(RunFolder.open(moved).manifest().status()).isEqualTo(Status.RUNNING);
    }
  }

  @Test
  void whoseLockOrFolderIsGoneWritesNoMore() throws IOException {
    try (RunLock lock = acquire()) {
      lock.check("it is gone");
      Files.delete(run.path().resolve(".lock"));
      assertThatThrownBy(() -> lock.check("it is gone"))
          .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
          .hasMessageContaining("removed, renamed or taken over");
    }
    try (RunLock lock = acquire()) {
      lock.check("it is gone");
      Files.move(run.path(), runs.resolve("moved"));
      assertThatThrownBy(() -> lock.check("it is gone"))
          .hasMessageContaining("removed, renamed or taken over");
    }
  }

  @Test
  void looksDoNotKeepAWriterOut() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    Owner somebody = Owner.current();
    List<Thread> lookers =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    new Thread(
                        () -> {
                          while (!stop.get()) {
                            RunLock.isHeldBy(run.path(), somebody);
                          }
                        }))
            .toList();
    lookers.forEach(Thread::start);
    try {
      start("again and again");
      assertThat(other.orElseThrow().waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(other.get().exitValue()).isZero();
    } finally {
      stop.set(true);
      for (Thread looker : lookers) {
        looker.join();
      }
    }
  }

  @Test
  void aLookFromItsOwnProcessDoesNotLoseTheLock() throws Exception {
    try (RunLock lock = acquire()) {
      for (int i = 0; i < 100; i++) {
        assertThat(run.manifest().status()).isEqualTo(Status.RUNNING);
      }
      start("again and again");
      while (!other.orElseThrow().waitFor(1, TimeUnit.MILLISECONDS)) {
        run.manifest();
      }
      assertThat(other.get().exitValue()).as("a user's mistake").isEqualTo(2);
    }
  }

  @Test
  void whatIsNoPlainFileIsNoLock() throws Exception {
    Path lock = run.path().resolve(".lock");
    Path precious = Files.writeString(runs.resolve("precious"), "a thesis");
    Files.createSymbolicLink(lock, precious);
    assertRefused();
    assertThat(precious).hasContent("a thesis");

    Files.delete(lock);
    Files.createDirectory(lock);
    assertRefused();

    Files.delete(lock);
    assertThat(new ProcessBuilder("mkfifo", lock.toString()).start().waitFor()).isZero();
    assertRefused();
  }

  private void assertRefused() {
    assertThatThrownBy(this::acquire)
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessageContaining(".lock is no plain file; remove it");
    assertThat(run.manifest().status()).isEqualTo(Status.INTERRUPTED);
  }

  @Test
  void signsOfLifeDoWhereLocksAreRefused() throws Exception {
    Path library = noLocks();

    start("hold", Map.of("LD_PRELOAD", library.toString()));

    assertThatThrownBy(this::acquire)
        .hasMessageContaining("is still running, in process " + other.orElseThrow().pid());
    endTheOther();
    acquire().close(); // after a wait for a heartbeat
  }

  @Test
  void whoIsRefusedLocksDoesNotTakeWhatAnotherHasLocked() throws Exception {
    try (RunLock lock = acquire()) {
      start("again and again", Map.of("LD_PRELOAD", noLocks().toString()));

      assertThat(other.orElseThrow().waitFor()).as("a user's mistake").isEqualTo(2);
      lock.check("it is gone");
    }
  }

  /**
   * A library that has the system refuse locks; where there is no compiler, the test is left out.
   */
  private Path noLocks() throws Exception {
    return PreloadedLibrary.compile(
        runs,
        """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <stdarg.h>
        static int no(int cmd) { return cmd == F_SETLK || cmd == F_SETLKW; }
        int fcntl(int fd, int cmd, ...) {
          va_list a; va_start(a, cmd); void *p = va_arg(a, void *); va_end(a);
          if (no(cmd)) { errno = ENOLCK; return -1; }
          return ((int (*)(int, int, ...)) dlsym(RTLD_NEXT, "fcntl"))(fd, cmd, p);
        }
        int fcntl64(int fd, int cmd, ...) {
          va_list a; va_start(a, cmd); void *p = va_arg(a, void *); va_end(a);
          if (no(cmd)) { errno = ENOLCK; return -1; }
          return ((int (*)(int, int, ...)) dlsym(RTLD_NEXT, "fcntl64"))(fd, cmd, p);
        }
        """);
  }

  private RunLock acquire() {
    return RunLock.acquire(run.path(), problem -> {});
  }

  private void start(String what) throws IOException {
    start(what, Map.of());
  }

  /** Returns when the other process has begun. */
  private void start(String what, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        run.path().toString(),
                        what)
                    .toList())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    other = Optional.of(builder.start());
    assertThat(other.get().getInputStream().read()).as("it has begun").isEqualTo('.');
  }

  /** Another process that writes, or tries to. */
  static final class Other {
    public static void main(String[] args) throws Exception {
      Path run = Path.of(args[0]);
      if (args[1].equals("hold")) {
        RunLock.acquire(run, System.err::println);
        System.out.print('.');
        System.out.flush();
        Thread.sleep(TimeUnit.MINUTES.toMillis(5));
      }
      System.out.print('.');
      System.out.flush();
      try {
        for (int i = 0; i < 300; i++) {
          RunLock.acquire(run, System.err::println).close();
        }
      } catch (UserError e) {
        System.exit(e.exitStatus());
      }
    }
  }
}
