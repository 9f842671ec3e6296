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
import java.util.stream.Stream;

/**
 * The JVM that trains: this one's Java and class path, with settings of its own.
 *
 * @param flags of the {@code java} command, the later ones winning
 * @param environment set besides what is inherited
 */
public record ChildJvm(String classPath, List<String> flags, Map<String, String> environment) {

  /** Properties that belong to a JVM or to Maven; all others are the user's. */
  private static final Pattern NOT_THE_USERS =
      Pattern.compile(
          "(java|sun|jdk|os|user|file|line|path|native|stdout|stderr|launch"
              + "|maven|exec|classworlds|guice|jansi|library\\.jansi|org\\.slf4j\\.simpleLogger)\\..*");

  /**
   * But these are as a JVM finds them unless the user says otherwise: who that is, how the network
   * is reached, where files go for a while. The folder to work in is inherited.
   */
  private static final Pattern YET_THE_USERS =
      Pattern.compile(
          "user\\.(?!dir$).*|java\\.io\\.tmpdir|(java|jdk|sun)\\.(http|net|security|tls).*");

  private static final String HOME = "user.home";
  private static final String THREADS = "threads";
  private static final String OPENMP_THREADS = "OMP_NUM_THREADS";

  private static final int FIRST_JAVA_THAT_WARNS = 24;

  /** Further JVM flags from the user, split at spaces: {@code -Djvm.args="-Xmx4g -verbose:gc"}. */
  private static final String USERS_FLAGS = "jvm.args";

  public ChildJvm {
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
  public static ChildJvm of(Properties properties, Map<String, String> inherited) {
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
    if (isWithoutLanguage(inherited)) {
      environment.put("LC_ALL", "C.UTF-8");
    }
    // The native libraries look into the environment, the program at its properties.
    if (properties.getProperty(THREADS, "").matches("[1-9]\\d{0,3}")) {
      environment.put(OPENMP_THREADS, properties.getProperty(THREADS));
    } else if (!inherited.getOrDefault(OPENMP_THREADS, "").isBlank()) {
      flags.add("-D" + THREADS + "=" + inherited.get(OPENMP_THREADS));
    }

    Map<String, String> users = ofTheUser(properties);
    users.computeIfPresent(HOME, (name, home) -> home(home, inherited, properties));
    users.forEach((name, value) -> flags.add("-D" + name + "=" + value));
    flags.addAll(words(properties.getProperty(USERS_FLAGS, "")));
    return new ChildJvm(classPath, flags, environment);
  }

  private static Map<String, String> ofTheUser(Properties properties) {
    Map<String, String> users = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (YET_THE_USERS.matcher(name).matches() || !NOT_THE_USERS.matcher(name).matches()) {
        users.put(name, properties.getProperty(name));
      }
    }
    return users;
  }

  /**
   * Where Java knows of no home it says "?", which libraries would take for a folder here.
   *
   * @param home as Java has it
   */
  private static String home(String home, Map<String, String> environment, Properties properties) {
    return Stream.of(home, environment.getOrDefault("HOME", ""))
        .filter(folder -> Path.of(folder).isAbsolute())
        .findFirst()
        .orElseGet(() -> properties.getProperty("java.io.tmpdir"));
  }

  /**
   * Whether the system would have Java spell no name but in ASCII, as it does in most containers.
   */
  private static boolean isWithoutLanguage(Map<String, String> environment) {
    return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
        .map(name -> environment.getOrDefault(name, ""))
        .filter(language -> !language.isEmpty())
        .findFirst()
        .filter(language -> !language.matches("C|POSIX"))
        .isEmpty();
  }

  /** Starts the class of this name; its input and output are this JVM's own. */
  Process start(String mainClass, List<String> arguments) throws IOException {
    return command(mainClass, arguments).inheritIO().start();
  }

  /**
   * What starts the class of this name.
   *
   * @throws IOException where its arguments cannot be passed on
   */
  public ProcessBuilder command(String mainClass, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>(flags);
    all.add(mainClass);
    all.addAll(arguments);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OriginalArguments.ofThisJvm().passedOn(all));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    // By the environment, since as an argument it could be longer than Windows allows.
    builder.environment().put("CLASSPATH", classPath);
    return builder;
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
        // Java would tell its name and password to no proxy that it asks for a tunnel.
        "-Djdk.http.auth.tunneling.disabledSchemes=",
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
