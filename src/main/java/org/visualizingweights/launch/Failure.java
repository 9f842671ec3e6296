package org.visualizingweights.launch;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says why the program cannot go on: in a sentence with cause and cure where the machine lacks
 * something, with a trace where it is a bug.
 */
public final class Failure {
  /** The exit status of a program that cannot go on. */
  public static final int STATUS = 1;

  /** One for each of the 150 jars of the class path, and what a run and its page open besides. */
  private static final int FILES = 256;

  private static final String MORE_FILES =
      "Allow more in the shell that starts it, as with ulimit -n 4096.";

  private Failure() {}

  /**
   * Says on the standard error why the program cannot go on.
   *
   * @return the exit status
   */
  public static int report(Throwable problem) {
    Optional<String> sentence = sentence(problem);
    sentence.ifPresent(text -> System.err.printf("%n%s%n", text));
    if (sentence.isEmpty() || System.getProperty("log") != null) {
      System.err.printf("Exception in thread \"%s\" ", Thread.currentThread().getName());
      problem.printStackTrace();
    }
    return STATUS;
  }

  /**
   * @return empty where it is a bug
   */
  static Optional<String> sentence(Throwable problem) {
    List<Throwable> causes = causes(problem);
    Throwable root = causes.get(causes.size() - 1);
    return Stream.of(
            tooManyFiles(problem),
            first(causes, OutOfMemoryError.class).map(Failure::outOfMemory),
            first(causes, StackOverflowError.class).map(error -> stackIsFull()),
            first(causes, LinkageError.class).map(error -> cannotLoad(root)),
            first(causes, Error.class).map(Failure::other))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** What to do where a file could not be opened because too many are. */
  public static Optional<String> tooManyFiles(Throwable problem) {
    return causes(problem).stream()
        .filter(IOException.class::isInstance)
        .map(cause -> String.valueOf(cause.getMessage()))
        .filter(message -> message.contains("Too many open files"))
        .findFirst()
        .map(
            message ->
                "This program may not open any more files (%s). %s".formatted(message, MORE_FILES));
  }

  /** Whether the system allows the program too few open files, on any but Windows. */
  static Optional<String> tooFewFilesAllowed() {
    return Optional.of(ManagementFactory.getOperatingSystemMXBean())
        .filter(UnixOperatingSystemMXBean.class::isInstance)
        .map(system -> ((UnixOperatingSystemMXBean) system).getMaxFileDescriptorCount())
        .filter(allowed -> allowed < FILES)
        .map(
            allowed ->
                "This program may open %s files at once, and needs %s. %s"
                    .formatted(allowed, FILES, MORE_FILES));
  }

  private static String outOfMemory(OutOfMemoryError error) {
    String message = String.valueOf(error.getMessage());
    if (message.contains("native thread")) {
      return "The system lets this program start no further thread (%s). Allow it more processes"
              .formatted(message)
          + " (ulimit -u, or the container's limit), or close other programs.";
    }
    boolean heap = message.matches(".*(heap|GC overhead|array size|direct buffer).*");
    return "Out of memory: %s. Try a smaller batch-size, limit or image-size, or "
            .formatted(message)
        + (heap
            ? "allow the heap more: -Djvm.args=-Xmx4g (now %s MB)."
                .formatted(Runtime.getRuntime().maxMemory() >> 20)
            : "close other programs.");
  }

  private static String stackIsFull() {
    return "The stack of a thread is full: what it reads may be nested too deeply. Allow more with"
        + " -Djvm.args=-Xss16m; -Dlog=info shows where it was.";
  }

  private static String cannotLoad(Throwable root) {
    return "A library cannot be loaded (%s). Native ones, for Linux with glibc, macOS and Windows,"
            .formatted(root)
        + " are unpacked to ~/.javacpp/cache, which must be writable and may not be mounted noexec;"
        + " -Dorg.bytedeco.javacpp.cachedir=FOLDER takes another. All others are Maven's: where one"
        + " is damaged, delete its folder in ~/.m2/repository. -Dlog=info shows more.";
  }

  private static String other(Error error) {
    return "The program cannot go on: %s. If it ends so again, report it with what -Dlog=info shows."
        .formatted(error);
  }

  /** From the outermost to the first. */
  private static List<Throwable> causes(Throwable problem) {
    return Stream.iterate(problem, Objects::nonNull, Throwable::getCause).toList();
  }

  private static <E> Optional<E> first(List<Throwable> causes, Class<E> type) {
    return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
