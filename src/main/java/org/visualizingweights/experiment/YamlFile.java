package org.visualizingweights.experiment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.visualizingweights.experiment.Node.Mapping;

/** Reads a file of keys and values; whatever the file really is, the answer is short. */
final class YamlFile {
  private static final int LARGEST = 64 * 1024;

  private YamlFile() {}

  /**
   * Reads a file.
   *
   * @return empty where the file is none of ours, which is then a mistake
   */
  static Optional<Mapping> read(Path file, Mistakes mistakes) {
    Location whole = Location.of(file.toString());
    Optional<String> text = text(file, mistakes);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Mistakes form = new Mistakes();
    Optional<Node> root = Yaml.read(file.toString(), text.get(), form);
    mistakes.addAll(form);
    if (root.isEmpty()) {
      if (form.none()) {
        mistakes.add(whole, "empty; keys and their values were expected, as in \"epochs: 3\"");
      }
      return Optional.empty();
    }
    if (root.get() instanceof Mapping mapping) {
      return Optional.of(mapping);
    }
    mistakes.add(
        root.get().location(),
        "found " + root.get().inWords() + ", expected keys and their values, as in \"epochs: 3\"");
    return Optional.empty();
  }

  private static Optional<String> text(Path file, Mistakes mistakes) {
    Location whole = Location.of(file.toString());
    if (Files.isDirectory(file)) {
      mistakes.add(whole, "a folder; a YAML file was expected");
    } else if (!Files.exists(file)) {
      mistakes.add(whole, "there is no such file");
    } else if (!Files.isRegularFile(file)) {
      mistakes.add(whole, "not a regular file");
    } else {
      return contents(file, mistakes);
    }
    return Optional.empty();
  }

  private static Optional<String> contents(Path file, Mistakes mistakes) {
    Location whole = Location.of(file.toString());
    try {
      long size = Files.size(file);
      if (size <= LARGEST) {
        return decoded(file.toString(), Files.readAllBytes(file), mistakes);
      }
      mistakes.add(
          whole, size + " bytes are too many; such a file has a few lines, at most 64 KiB");
    } catch (AccessDeniedException e) {
      mistakes.add(whole, "no permission to read it");
    } catch (IOException e) {
      mistakes.add(whole, "cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static Optional<String> decoded(String source, byte[] bytes, Mistakes mistakes) {
    if (isBinary(bytes)) {
      mistakes.add(Location.of(source), "not a text file in UTF-8");
      return Optional.empty();
    }
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    boolean malformed =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), chars, true).isError();
    String text = chars.flip().toString();
    if (malformed) {
      mistakes.add(endOf(source, text), "not UTF-8; save the file in that encoding");
      return Optional.empty();
    }
    return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  /** Whether there are bytes that no text has; UTF-16 has some, too. */
  private static boolean isBinary(byte[] bytes) {
    for (byte b : bytes) {
      if (b >= 0 && b < ' ' && "\t\n\r\f".indexOf(b) < 0 || b == 0x7F) {
        return true;
      }
    }
    return false;
  }

  private static Location endOf(String source, String text) {
    int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
    return new Location(source, line, text.length() - text.lastIndexOf('\n'));
  }
}
