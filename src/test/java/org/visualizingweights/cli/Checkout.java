package org.visualizingweights.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A fresh clone of what git knows or would add, as it is now, in which Maven runs. */
record Checkout(Path path) {

  /** Makes it, in a folder that is there. */
  static Checkout in(Path folder) throws Exception {
    Path list = folder.resolve("files.txt");
    Process git =
        new ProcessBuilder("git", "ls-files", "-z", "-co", "--exclude-standard")
            .redirectOutput(list.toFile())
            .start();
    assertThat(git.waitFor()).isZero();
    Checkout checkout = new Checkout(folder.resolve("clone"));
    for (String file : Files.readString(list).split("\0")) {
      if (Files.isRegularFile(Path.of(file))) {
        Path copy = checkout.path.resolve(file);
        Files.createDirectories(copy.getParent());
        Files.copy(Path.of(file), copy);
      }
    }
    // Brings the plugin, which "mvn verify" has no need of; without it there is no "mvn -o".
    Path said = folder.resolve("said.txt");
    Process maven =
        new ProcessBuilder(checkout.mvn("exec:help"))
            .directory(checkout.path.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(maven.waitFor()).as(Files.readString(said)).isZero();
    return checkout;
  }

  /** A command of Maven's, with the repository of the Maven that runs the tests. */
  List<String> mvn(String... arguments) {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp"));
    Optional.ofNullable(System.getProperty("localRepository"))
        .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
    command.addAll(List.of(arguments));
    return command;
  }
}
