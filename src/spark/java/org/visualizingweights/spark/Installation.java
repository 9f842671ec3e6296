package org.visualizingweights.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a worker has to have before a run, and how it starts a process that executes runs.
 *
 * @param java flags of the {@code java} command
 * @param environment set besides what the executor has
 * @param classPath relative to the installation's folder
 * @param main the class that is started
 */
record Installation(
    List<InstalledFile> files,
    List<String> java,
    Map<String, String> environment,
    List<String> classPath,
    String main,
    List<String> arguments)
    implements Serializable {

  /** As workers need it, for whom the places on the driver's machine mean nothing. */
  Installation asSent() {
    return new Installation(
        new ArrayList<>(files.stream().map(InstalledFile::withoutSource).toList()),
        java,
        environment,
        classPath,
        main,
        arguments);
  }
}
