package org.visualizingweights.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Says in words why a JVM is gone, where it could not say so itself. */
final class ExitReason {
  private static final int SIGNAL = 128;
  private static final int SIGKILL = 9;

  /** The signals of a crash in native code, by their numbers on Linux and macOS alike. */
  private static final Map<Integer, String> CRASHES =
      Map.of(4, "SIGILL", 6, "SIGABRT", 8, "SIGFPE", 11, "SIGSEGV");

  private static final String WHAT_IS_LEFT =
      "What it had stored by then is in the folder of the run, or of the sweep, that it named; "
          + "-Dresume=FOLDER goes on from there.";

  private ExitReason() {}

  /**
   * Explains an exit status.
   *
   * @param status as {@link Process#exitValue} gives it
   * @param pid of the JVM, which names its crash file
   * @param directory it worked in
   * @return nothing where the program ended by itself, and so has said all there is to say
   */
  static Optional<String> of(int status, long pid, Path directory) {
    if (status == 0) {
      return Optional.empty();
    }
    if (status == SIGNAL + SIGKILL) {
      return Optional.of(
          "The JVM that trains was killed (SIGKILL, signal 9), most likely by the system because"
              + " memory ran out. "
              + WHAT_IS_LEFT
              + " Try a smaller batch-size or image-size, or close other programs.");
    }
    Optional<Path> crashFile = crashFile(pid, directory);
    String signal = CRASHES.get(status - SIGNAL);
    if (crashFile.isEmpty() && signal == null) {
      return Optional.empty();
    }
    return Optional.of(
        "The JVM that trains crashed in native code ("
            + (signal == null ? "exit status " + status : signal + ", signal " + (status - SIGNAL))
            + crashFile.flatMap(ExitReason::frame).map(frame -> ", in " + frame).orElse("")
            + "). "
            + crashFile
                .map(file -> "The details are in " + file + ". ")
                .orElse("It left no crash file. ")
            + WHAT_IS_LEFT
            + " With -Dlayers=stock, a run that is resumed, too, is computed by Deeplearning4j's own"
            + " layers, several times slower; if it crashes again, report it with that file.");
  }

  /** HotSpot writes it to the working directory or, where that is not writable, to the other. */
  private static Optional<Path> crashFile(long pid, Path directory) {
    String name = "hs_err_pid" + pid + ".log";
    return Stream.of(directory, Path.of(System.getProperty("java.io.tmpdir")))
        .map(folder -> folder.resolve(name))
        .filter(Files::isReadable)
        .findFirst();
  }

  /** The library in which it happened: the line below "Problematic frame:", less its marks. */
  private static Optional<String> frame(Path crashFile) {
    try (Stream<String> lines = Files.lines(crashFile, StandardCharsets.ISO_8859_1)) {
      return lines
          .dropWhile(line -> !line.contains("Problematic frame:"))
          .skip(1)
          .findFirst()
          .map(line -> line.replaceFirst("^# ?\\S?\\s*", "").strip())
          .filter(line -> !line.isEmpty());
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
