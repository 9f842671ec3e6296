package org.visualizingweights.spark;

import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import scala.util.Properties;

/** How the driver comes to its executors. */
final class Connection {
  /** An executor of ours has little to do itself, but is waited for. */
  private static final String STARTS_SOON = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private static final String FLAGS = "spark.executor.extraJavaOptions";
  private static final String JARS = "spark.jars";
  private static final String LOG_LEVEL = "spark.log.level";

  /** What an application is called that has not come as far as to a master. */
  private static final String NAMED_BY_NO_MASTER = "spark-application-";

  /** Of a task, until Spark gives it up, unless somebody says otherwise. */
  private static final int MOST_FAILURES = 4;

  private final MasterUrl master;
  private final SparkConf conf;

  /**
   * What is not the user's by {@code -Dspark.…}.
   *
   * @param name of the application
   */
  Connection(MasterUrl master, String name, int cpusPerRun) {
    this.master = master;
    this.conf = new SparkConf().setMaster(master.url()).setAppName(name);
    conf.set("spark.task.cpus", Integer.toString(cpusPerRun));
    conf.set("spark.submit.deployMode", "client");
    conf.set(FLAGS, conf.get(FLAGS, STARTS_SOON) + " " + opening());
    conf.set(JARS, jars());
    // Where not everybody on the machine can read it, as they can a command line.
    Optional.ofNullable(System.getenv("_SPARK_AUTH_SECRET"))
        .ifPresent(secret -> conf.set("spark.authenticate.secret", secret));
    avoidBadWorkers();
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.executor.memory", "512m");
    // The processes of runs are not in the executor's heap, but some managers count them.
    conf.setIfMissing("spark.executor.memoryOverhead", "2g");
  }

  /**
   * A worker on which nothing succeeds is the first that is free again, and would be given one run
   * after the other: a run that has failed twice in an executor is not tried there any more.
   */
  private void avoidBadWorkers() {
    if (conf.getInt("spark.task.maxFailures", MOST_FAILURES) >= MOST_FAILURES) {
      conf.setIfMissing("spark.excludeOnFailure.enabled", "true");
      conf.setIfMissing("spark.excludeOnFailure.task.maxTaskAttemptsPerExecutor", "2");
      conf.setIfMissing("spark.excludeOnFailure.task.maxTaskAttemptsPerNode", "3");
      conf.setIfMissing("spark.scheduler.excludeOnFailure.unschedulableTaskSetTimeout", "20s");
    }
  }

  /** What Java allows Spark here, an executor needs, too. */
  private static String opening() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--add-opens="))
        .collect(Collectors.joining(" "));
  }

  /** The user's, and the one that this class is in. */
  private String jars() {
    Set<String> jars = new LinkedHashSet<>(Arrays.asList(conf.get(JARS, "").split(",")));
    jars.remove("");
    jars.add(ownJar().toString());
    return String.join(",", jars);
  }

  private static Path ownJar() {
    try {
      return Path.of(Connection.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a jar that was loaded has a name", e);
    }
  }

  /**
   * Connects, which takes seconds, or a minute where something else than a master answers.
   *
   * @throws Unusable where that cannot be
   */
  JavaSparkContext open() throws Unusable {
    master.check();
    JavaSparkContext spark;
    try {
      spark = new JavaSparkContext(conf);
    } catch (Exception e) { // Scala does not say which
      e.printStackTrace();
      throw doesNotStart(e);
    }
    if (master.isStandalone() && spark.sc().applicationId().startsWith(NAMED_BY_NO_MASTER)) {
      throw notTaken();
    }
    if (!conf.contains(LOG_LEVEL)) {
      spark.setLogLevel("WARN"); // until here its steps are worth to be read, then its troubles
    }
    return spark;
  }

  private Unusable notTaken() {
    return new Unusable(
        ("What answers at %s has not accepted a sweep within a minute. It may be no Spark master; or"
                + " one of another version than this Spark, %s, and then SPARK_HOME is to name a"
                + " Spark like the cluster's; or one that wants to know who asks, and then"
                + " -Dspark.authenticate=true and its secret are needed.")
            .formatted(master, version()));
  }

  private Unusable doesNotStart(Exception e) {
    String reason = Objects.requireNonNullElse(e.getMessage(), e.toString());
    // Spark stops what is still starting, which then finds one thing or another gone.
    if (master.isStandalone()
        && (e instanceof NullPointerException || reason.contains("stopped SparkContext"))) {
      return notTaken();
    }
    if (!master.isStandalone() && reason.contains("Could not parse Master URL")) {
      return new Unusable(
          ("This Spark, %s, knows no master %s. SPARK_HOME is to name a Spark that has its modules:"
                  + " those for yarn and k8s are in what spark.apache.org offers for download.")
              .formatted(version(), master));
    }
    return new Unusable(
        "Spark %s does not start for %s: %s"
            .formatted(version(), master, reason.lines().findFirst().orElse(reason)));
  }

  private static String version() {
    return "%s for Scala %s"
        .formatted(
            org.apache.spark.package$.MODULE$.SPARK_VERSION(), Properties.versionNumberString());
  }
}
