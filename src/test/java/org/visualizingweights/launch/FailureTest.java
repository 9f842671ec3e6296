package org.visualizingweights.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void aBugHasNoSentenceButATrace() {
    assertThat(Failure.sentence(new IllegalStateException("a bug"))).isEmpty();
    assertThat(Failure.sentence(new UncheckedIOException(new IOException("gone")))).isEmpty();
  }

  @Test
  void memoryIsLackingInTheHeapOrOutsideOfIt() {
    assertThat(sentence(new OutOfMemoryError("Java heap space")))
        .startsWith("Out of memory: Java heap space. Try a smaller batch-size, ")
        .contains("-Djvm.args=-Xmx4g");
    // As JavaCPP has it.
    assertThat(sentence(new OutOfMemoryError("Cannot allocate new FloatPointer(9)")))
        .startsWith("Out of memory: Cannot allocate ")
        .endsWith("or close other programs.");
  }

  /** Since JDK 9, HotSpot names both causes in one message. */
  @Test
  void threadsAreLacking() {
    String message =
        "unable to create native thread: possibly out of memory or process/resource limits reached";

    assertThat(sentence(new OutOfMemoryError(message)))
        .startsWith("The system lets this program start no further thread (unable to ")
        .contains("ulimit -u");
  }

  @Test
  void filesAreLacking() {
    IOException problem = new FileSystemException("a.csv", null, "Too many open files");

    assertThat(sentence(new UncheckedIOException(problem)))
        .startsWith("This program may not open any more files (a.csv: Too many open files). ")
        .contains("ulimit -n");
  }

  @Test
  void aFullStackIsSaid() {
    assertThat(sentence(new StackOverflowError())).contains("nested too deeply", "-Xss16m");
  }

  @Test
  void aLibraryThatCannotBeLoadedIsNamedByTheFirstCause() {
    Error first = new UnsatisfiedLinkError("libjnind4jcpu.so: failed to map segment");
    Error initializer = new ExceptionInInitializerError(new IllegalStateException("ND4J", first));

    assertThat(sentence(initializer))
        .startsWith("A library cannot be loaded (" + first + ")")
        .contains("noexec", "-Dorg.bytedeco.javacpp.cachedir=FOLDER");
  }

  @Test
  void whatAnotherThreadRanIntoIsFoundBelowWhatItWasWrappedIn() {
    Throwable wrapped =
        new IllegalStateException("a batch", new OutOfMemoryError("Java heap space"));

    assertThat(sentence(wrapped)).startsWith("Out of memory: Java heap space.");
  }

  @Test
  void anyOtherErrorIsASentenceToo() {
    assertThat(sentence(new InternalError("a fault"))).contains("a fault", "-Dlog=info");
  }

  private static String sentence(Throwable problem) {
    return Failure.sentence(problem).orElseThrow();
  }
}
