package org.visualizingweights.spark;

import java.io.Serializable;
import java.nio.file.Path;

/**
 * A file that the processes of runs need.
 *
 * @param sha256 of its content, in hexadecimal digits; it travels under this name
 * @param from where it lies on the driver's machine; empty where that does not matter
 * @param to where it is wanted, relative to the installation's folder
 * @param unpack whether it is a zip file, and {@code to} the folder for what is in it
 */
record InstalledFile(String sha256, String from, String to, boolean unpack)
    implements Serializable {

  InstalledFile withoutSource() {
    return new InstalledFile(sha256, "", to, unpack);
  }

  Path source() {
    return Path.of(from);
  }
}
