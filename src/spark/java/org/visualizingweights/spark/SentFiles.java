package org.visualizingweights.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The files that executors fetch from the driver, each under its hash: two of one name would be one
 * to Spark, and one that is needed twice is fetched once.
 */
final class SentFiles {
  private final Path folder;

  private SentFiles(Path folder) {
    this.folder = folder;
  }

  static SentFiles create() throws IOException {
    return new SentFiles(Files.createTempDirectory("sent-"));
  }

  /** Has Spark offer the files. */
  void add(Installation installation, JavaSparkContext spark) throws IOException {
    for (InstalledFile file : installation.files()) {
      Path named = folder.resolve(file.sha256());
      if (!Files.exists(named)) {
        NamedCopy.place(file.source(), named);
        spark.addFile(named.toString());
      }
    }
  }

  /** Removes the names, and the copies. */
  void delete() {
    OwnFolder.delete(folder);
  }
}
