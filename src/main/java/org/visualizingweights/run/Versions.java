package org.visualizingweights.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.visualizingweights.UserError;

/**
 * The software of a run.
 *
 * @param project version of this project
 * @param commit of the working tree, with {@code -dirty} if files differ from it; empty where git
 *     does not know
 * @param deeplearning4j version
 * @param java vendor and version
 * @param os name, version and architecture
 */
public record Versions(
    String project, Optional<String> commit, String deeplearning4j, String java, String os) {

  /** The system property that tells the commit where there is no working tree. */
  public static final String COMMIT = "launch.commit";

  /**
   * What is running now.
   *
   * @param workingTree where git is asked for the commit
   */
  public static Versions current(Path workingTree) {
    return new Versions(
        versionIn(UserError.class, "project.properties"),
        commit(workingTree),
        deeplearning4jVersion(),
        property("java.vendor") + " " + property("java.runtime.version"),
        property("os.name") + " " + property("os.version") + " " + property("os.arch"));
  }

  private static Optional<String> commit(Path workingTree) {
    Optional<String> told = Optional.ofNullable(System.getProperty(COMMIT));
    return told.isPresent() ? told : commitOf(workingTree);
  }

  private static Optional<String> commitOf(Path workingTree) {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
              .directory(workingTree.toAbsolutePath().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      git.getOutputStream().close();
      if (!git.waitFor(5, TimeUnit.SECONDS)) {
        git.destroyForcibly();
        return Optional.empty();
      }
      String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.exitValue() == 0 ? Optional.of(answer.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // no git here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** As Maven wrote it into DL4J's jar. */
  private static String deeplearning4jVersion() {
    return versionIn(
        ComputationGraph.class,
        "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties");
  }

  /** The version in a file of properties beside a class. */
  private static String versionIn(Class<?> beside, String file) {
    try (InputStream in = beside.getResourceAsStream(file)) {
      if (in == null) {
        return "unknown";
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }
}
