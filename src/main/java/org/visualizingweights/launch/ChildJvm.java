package org.visualizingweights.launch;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The JVM that trains: this one's Java and class path, with settings of its own.
 *
 * @param flags of the {@code java} command, the later ones winning
 * @param environment set besides what is inherited
 */
record ChildJvm(String classPath, List<String> flags, Map<String, String> environment) {

  /** Properties that belong to a JVM or to Maven; all others are the user's. */
  private static final Pattern NOT_THE_USERS =
      Pattern.compile(
          "(java|sun|jdk|os|user|file|line|path|native|stdout|stderr"
              + "|maven|exec|classworlds|guice|jansi|library\\.jansi|org\\.slf4j\\.simpleLogger)\\..*");

  private static final String THREADS = "threads";
  private static final String OPENMP_THREADS = "OMP_NUM_THREADS";

  private static final int FIRST_JAVA_THAT_WARNS = 24;

  /** Further JVM flags from the user, split at spaces: {@code -Djvm.args="-Xmx4g -verbose:gc"}. */
  private static final String USERS_FLAGS = "jvm.args";

  ChildJvm {
    flags = List.copyOf(flags);
    environment = Map.copyOf(environment);
  }

  /**
   * Chooses the settings.
   *
   * @param properties of this JVM; the user's are passed on, and win over the settings chosen here
   * @param inherited the environment that the JVM gets anyway; nothing in it is changed but what
   *     the user's property {@code threads} contradicts
   */
  static ChildJvm of(Properties properties, Map<String, String> inherited) {
    String classPath = classPath(Thread.currentThread().getContextClassLoader());
    Map<String, String> environment = new TreeMap<>();
    environment.put(OPENMP_THREADS, Integer.toString(Runtime.getRuntime().availableProcessors()));
    // Between two pieces of arithmetic, its threads would spin for milliseconds on the cores that
    // captures, updates and batches want.
    environment.put("GOMP_SPINCOUNT", "1000");
    if (!inherited.containsKey("LD_PRELOAD")) {
      environment.putAll(keepFreedMemory());
    }
    List<String> flags = new ArrayList<>(trainingFlags());
    flags.addAll(accessFlags(Runtime.version().feature()));
    if (classPath.contains("nd4j-cuda")) {
      Backend backend = Backend.detect();
      environment.putAll(backend.environment());
      flags.addAll(backend.flags());
    }
    environment.keySet().removeAll(inherited.keySet());
    // The native libraries look into the environment, the program at its properties.
    if (properties.getProperty(THREADS, "").matches("[1-9]\\d{0,3}")) {
      environment.put(OPENMP_THREADS, properties.getProperty(THREADS));
    } else if (!inherited.getOrDefault(OPENMP_THREADS, "").isBlank()) {
      flags.add("-D" + THREADS + "=" + inherited.get(OPENMP_THREADS));
    }

    properties.stringPropertyNames().stream()
        .filter(name -> !NOT_THE_USERS.matcher(name).matches() && !name.equals(USERS_FLAGS))
        .sorted()
        .forEach(name -> flags.add("-D" + name + "=" + properties.getProperty(name)));
    flags.addAll(words(properties.getProperty(USERS_FLAGS, "")));
    return new ChildJvm(classPath, flags, environment);
  }

  /** Starts the class of this name; its input and output are this JVM's own. */
  Process start(String mainClass, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add(mainClass);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(environment);
    // By the environment, since as an argument it could be longer than Windows allows.
    builder.environment().put("CLASSPATH", classPath);
    return builder.start();
  }

  private static List<String> trainingFlags() {
    return List.of(
        // A parallel collector's threads would compete with the arithmetic's for the cores.
        "-XX:+UseSerialGC",
        "-Xmx2g",
        // Arrays live outside the heap, where JavaCPP would by default allow as much as the heap
        // has, and collect garbage again and again in search of more.
        "-Dorg.bytedeco.javacpp.maxbytes=0",
        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
        // Deeplearning4j has its oneDNN layers switched off unless told otherwise.
        "-Dorg.eclipse.deeplearning4j.helpers.disable=false",
        "-Djava.awt.headless=true",
        "-Dfile.encoding=UTF-8",
        "-D" + Lifeline.PARENT + "=" + ProcessHandle.current().pid());
  }

  /**
   * Allows JavaCPP to load libraries and to use {@code sun.misc.Unsafe}, as it must. From Java 24
   * on the JVM prints a paragraph of warning for each where it is not told to.
   *
   * @param version of Java; older ones do not know the second flag
   */
  static List<String> accessFlags(int version) {
    return version < FIRST_JAVA_THAT_WARNS
        ? List.of()
        : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }

  /**
   * Has glibc's malloc keep what is freed, instead of giving it back to the system and faulting it
   * in again at every step. Other allocators do not read these variables.
   */
  private static Map<String, String> keepFreedMemory() {
    return Map.of(
        "MALLOC_ARENA_MAX", "1",
        "MALLOC_MMAP_MAX_", "0",
        "MALLOC_TRIM_THRESHOLD_", "16000000000");
  }

  /** Under Maven the class path is known to a class loader only, not to the JVM. */
  private static String classPath(ClassLoader loader) {
    return loader instanceof URLClassLoader urls
        ? Arrays.stream(urls.getURLs())
            .map(ChildJvm::file)
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  private static String file(URL url) {
    try {
      return Path.of(url.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("Not a file on the class path: " + url, e);
    }
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }
}
