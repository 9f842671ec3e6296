package org.visualizingweights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Files of the class path, by their names beside a class or, with a slash in front, in full. */
public final class Resource {
  private Resource() {}

  /** What is in a file, if there is one. */
  public static Optional<byte[]> find(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + name, e);
    }
  }

  /**
   * The text of a file, in UTF-8.
   *
   * @throws IllegalStateException where there is none
   */
  public static String text(Class<?> beside, String name) {
    return find(beside, name)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElseThrow(() -> new IllegalStateException("there is no resource " + name));
  }
}
