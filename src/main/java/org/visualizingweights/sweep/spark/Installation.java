package org.visualizingweights.sweep.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What Spark brings to each worker once: the program, and the data and weights that its runs need;
 * and how the program is started there.
 *
 * @param java flags of the {@code java} command
 * @param environment set besides what a worker has
 * @param classPath within the installation
 * @param main the program's class
 */
record Installation(
    List<Brought> files,
    List<String> java,
    Map<String, String> environment,
    List<String> classPath,
    String main,
    List<String> arguments) {

  /**
   * A file of it.
   *
   * @param from on this machine
   * @param to within the installation, with slashes
   * @param unpack whether it is a zip, to be unpacked into the folder {@code to}
   */
  record Brought(String sha256, String from, String to, boolean unpack) {}

  /** In bytes. */
  long size() {
    return files.stream().mapToLong(file -> Path.of(file.from).toFile().length()).sum();
  }
}
