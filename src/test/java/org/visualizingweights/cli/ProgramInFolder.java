package org.visualizingweights.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.RunFolder;

/**
 * The whole program in JVMs of its own, each of which has a name: its runs go to a folder of that
 * name, what it says to a file.
 *
 * @param folder where these are
 * @param flags of the JVMs, besides those that any has
 * @param environment of the JVMs, besides what they inherit
 */
record ProgramInFolder(Path folder, List<String> flags, Map<String, String> environment) {

  Process start(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Dui.enabled=false"));
    command.add("-Dorg.eclipse.deeplearning4j.helpers.disable=false"); // as the launcher has it
    command.add("-Druns.directory=" + folder.resolve(name));
    command.addAll(flags);
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().putAll(environment);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output(name).toFile()))
        .start();
  }

  /** All that those of a name have said. */
  String said(String name) throws IOException {
    return Files.readString(output(name));
  }

  private Path output(String name) {
    return folder.resolve(name + ".txt");
  }

  /** The metrics of a run, without what is never the same. */
  static List<EpochMetrics> withoutSeconds(RunFolder run) {
    return run.metrics().stream()
        .map(
            row ->
                new EpochMetrics(row.epoch(), row.lastStep(), row.trainLoss(), row.validation(), 0))
        .toList();
  }
}
