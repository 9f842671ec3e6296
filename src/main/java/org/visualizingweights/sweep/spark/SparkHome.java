package org.visualizingweights.sweep.spark;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.visualizingweights.UserError;

/**
 * The Spark that is used: what {@code SPARK_HOME} names, or else what Maven has brought.
 *
 * @param path with a folder {@code jars}
 * @param job the jar with what the driver and the workers run
 */
record SparkHome(Path path, Path job) {
  private static final String VARIABLE = "SPARK_HOME";
  private static final String CONFIGURATION = "SPARK_CONF_DIR";
  private static final String SECRET = "spark.authenticate.secret";
  private static final Path BUILT = Path.of("target", "spark");

  /** Let Spark reach into packages of Java's own; of the {@code java} command. */
  static final List<String> OPENING =
      Stream.of(
              "java.lang",
              "java.lang.invoke",
              "java.nio",
              "java.util",
              "java.util.concurrent",
              "sun.nio.ch",
              "sun.security.action")
          .map("--add-opens=java.base/%s=ALL-UNNAMED"::formatted)
          .toList();

  /**
   * Looks for it.
   *
   * @throws UserError where there is none, or not one of Spark 4
   */
  static SparkHome find() {
    Path job = BUILT.resolve("spark-sweep.jar").toAbsolutePath();
    Path home =
        Optional.ofNullable(System.getenv(VARIABLE))
            .map(Path::of)
            .orElse(BUILT.resolve("home"))
            .toAbsolutePath();
    if (!Files.exists(job)) {
      throw UserError.unavailable(
          "%s is not there: mvn -Pspark validate, in the project's folder, makes it"
              .formatted(job));
    }
    if (!hasSpark4(home)) {
      throw UserError.unavailable(
          "%s has no jars/spark-core_2.13-4.*.jar: it is no Spark 4. %s"
              .formatted(
                  home,
                  System.getenv(VARIABLE) == null
                      ? "mvn -Pspark validate, in the project's folder, brings one"
                      : "Have SPARK_HOME name one, or unset it, and the one that Maven brings is taken"));
    }
    return new SparkHome(home, job);
  }

  private static boolean hasSpark4(Path home) {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(home.resolve("jars"), "spark-core_2.13-4.*.jar")) {
      return found.iterator().hasNext();
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
  }

  /**
   * What starts the driver.
   *
   * @param properties of this program; those that begin with {@code spark.} are Spark's
   * @param scratch a folder for what it keeps for a while
   * @throws UserError where Spark's own settings cannot be read
   */
  ProcessBuilder driver(String master, String name, Properties properties, Path scratch) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // It does little, and that soon.
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Djava.io.tmpdir=" + scratch);
    command.addAll(OPENING);
    Map<String, String> settings = settings(properties);
    Optional<String> secret = Optional.ofNullable(settings.remove(SECRET));
    settings.forEach((key, value) -> command.add("-D%s=%s".formatted(key, value)));
    command.addAll(
        List.of("-cp", classPath(), "org.visualizingweights.spark.SweepDriver", master, name));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(VARIABLE, path.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    // Not on the command line, which others on the machine can read.
    secret.ifPresent(text -> builder.environment().put("_SPARK_AUTH_SECRET", text));
    return builder;
  }

  /** Those of this program, and of others those that its Spark has by default. */
  private SortedMap<String, String> settings(Properties properties) {
    Properties all = new Properties();
    Path file =
        Optional.ofNullable(System.getenv(CONFIGURATION))
            .map(Path::of)
            .orElse(path.resolve("conf"))
            .resolve("spark-defaults.conf");
    if (Files.exists(file)) {
      try (Reader text = Files.newBufferedReader(file)) {
        all.load(text);
      } catch (IOException | IllegalArgumentException e) {
        throw UserError.unavailable("%s cannot be read: %s".formatted(file, e.getMessage()), e);
      }
    }
    all.putAll(properties);
    SortedMap<String, String> settings = new TreeMap<>();
    for (String key : all.stringPropertyNames()) {
      if (key.startsWith("spark.")) {
        settings.put(key, all.getProperty(key).strip());
      }
    }
    return settings;
  }

  /** Where a cluster's settings are, these come first. */
  private String classPath() {
    List<String> all = new ArrayList<>();
    all.add(job.toString());
    for (String settings : List.of("HADOOP_CONF_DIR", "YARN_CONF_DIR")) {
      Optional.ofNullable(System.getenv(settings)).ifPresent(all::add);
    }
    all.add(path.resolve("jars").resolve("*").toString());
    return String.join(File.pathSeparator, all);
  }
}
