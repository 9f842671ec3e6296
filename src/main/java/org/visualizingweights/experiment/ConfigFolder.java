package org.visualizingweights.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.visualizingweights.UserError;

/**
 * The folder with {@code defaults.yaml} and {@code settings.yaml}.
 *
 * @param path an existing folder
 */
public record ConfigFolder(Path path) {
  private static final String PROPERTY = "config.directory";

  /**
   * Finds the folder: {@code config} in the working directory, or what the system property {@code
   * config.directory} names.
   *
   * @throws UserError where it does not exist
   */
  public static ConfigFolder find(Properties properties) {
    Path path = Path.of(properties.getProperty(PROPERTY, "config"));
    if (!Files.isDirectory(path)) {
      throw UserError.badInput(
          path
              + ": there is no such folder; run from the project's folder, or name it with -D"
              + PROPERTY
              + "=...");
    }
    return new ConfigFolder(path);
  }

  Path defaults() {
    return path.resolve("defaults.yaml");
  }

  Path settings() {
    return path.resolve("settings.yaml");
  }

  /** A path that the settings give, which starts from this folder unless it is absolute. */
  Path resolve(Path given) {
    try {
      return path.toRealPath().resolve(given).normalize();
    } catch (IOException e) {
      return path.resolve(given).normalize();
    }
  }
}
