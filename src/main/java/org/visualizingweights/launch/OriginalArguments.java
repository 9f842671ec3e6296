package org.visualizingweights.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Passes on what this JVM was started with where its locale cannot spell that. There Java reads a
 * replacement character for each byte beyond ASCII, and could not write what they stood for.
 *
 * @param original the command line, as the bytes say it in UTF-8; empty where it is not known
 */
record OriginalArguments(String original) {
  private static final String LOST = "\uFFFD";

  /** Of this JVM, on Linux. */
  static OriginalArguments ofThisJvm() {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc/self/cmdline"));
      return new OriginalArguments(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new OriginalArguments(""); // other systems spell everything
    }
  }

  /**
   * Arguments for the {@code java} command: these, or a file that has them as they were meant.
   *
   * @throws IOException if that file cannot be written
   */
  List<String> passedOn(List<String> arguments) throws IOException {
    return arguments.stream().anyMatch(argument -> argument.contains(LOST))
        ? List.of("@" + file(arguments.stream().map(this::restored).toList()))
        : arguments;
  }

  /** What was meant by a text that is a part of the command line, or the text itself. */
  String restored(String text) {
    StringBuilder read = new StringBuilder();
    StringBuilder meant = new StringBuilder();
    for (int c : original.codePoints().toArray()) {
      String letter = Character.toString(c);
      int bytes = letter.getBytes(StandardCharsets.UTF_8).length;
      read.append(bytes == 1 ? letter : LOST.repeat(bytes));
      meant.append(letter).append("\0".repeat(Math.max(0, bytes - letter.length())));
    }
    int at = text.contains(LOST) ? read.indexOf(text) : -1;
    return at < 0 ? text : meant.substring(at, at + text.length()).replace("\0", "");
  }

  /** Java takes the bytes of such a file as they are. */
  private static Path file(List<String> arguments) throws IOException {
    Path file = Files.createTempFile("launch", ".args");
    file.toFile().deleteOnExit();
    String lines =
        arguments.stream().map(OriginalArguments::quoted).collect(Collectors.joining("\n"));
    return Files.writeString(file, lines, StandardCharsets.UTF_8);
  }

  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
