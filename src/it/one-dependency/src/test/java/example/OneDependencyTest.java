package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a program gets with this one dependency. */
class OneDependencyTest {
  private static final List<Path> CLASS_PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(Path::of)
          .toList();

  private static final Path ARTIFACT = jar("visualizing-weights-.*");

  @Test
  void whatOnlyTheProgramNeedsDoesNotComeAlong() {
    assertThat(jars())
        .noneMatch(jar -> jar.matches("(picocli|progressbar|jline|logback|vertx|netty|dnnl)-.*"))
        .noneMatch(jar -> jar.matches("commons-(statistics|numbers)-.*"))
        .noneMatch(jar -> jar.matches("deeplearning4j-(zoo|vertx|datasets|modelimport)-.*"))
        .noneMatch(jar -> jar.matches("(opencv|ffmpeg|javacv|mapdb|kotlin|jquery|bootstrap).*"));
  }

  @Test
  void theBackendIsTheUsers() {
    assertThat(jars())
        .anyMatch(jar -> jar.startsWith("nd4j-api-"))
        .noneMatch(jar -> jar.matches("nd4j-(native(-preset)?-\\d|cuda).*"))
        .noneMatch(jar -> jar.matches("(openblas|mkl|cuda|opencl)-.*"));
  }

  /** One of SLF4J 2 would find no binding that was made for DL4J's. */
  @Test
  void theLoggingIsTheUsers() {
    assertThat(jars())
        .noneMatch(jar -> jar.matches("(logback|log4j|slf4j-(simple|jdk14|reload4j|nop)).*"))
        .anyMatch(jar -> jar.matches("slf4j-api-1\\.7\\..*"));
  }

  @Test
  void theJarHasNothingButPackagesOfItsOwn() throws IOException {
    try (JarFile jar = new JarFile(ARTIFACT.toFile())) {
      assertThat(jar.stream())
          .filteredOn(entry -> !entry.isDirectory())
          .extracting(entry -> entry.getName())
          .allMatch(name -> name.matches("org/visualizingweights/.*|META-INF/(MANIFEST|maven/).*"));
      assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
          .isEqualTo("org.visualizingweights");
    }
  }

  @Test
  void sourcesAndJavadocAreBesideIt() throws IOException {
    assertThat(names("sources")).contains("org/visualizingweights/watch/Watch.java");
    assertThat(names("javadoc"))
        .anyMatch(name -> name.endsWith("org/visualizingweights/watch/Watch.html"))
        .noneMatch(name -> name.endsWith("org/visualizingweights/cli/Main.html"));
  }

  private static List<String> names(String classifier) throws IOException {
    String name = ARTIFACT.getFileName().toString().replace(".jar", "-" + classifier + ".jar");
    try (JarFile jar = new JarFile(ARTIFACT.resolveSibling(name).toFile())) {
      return jar.stream().map(entry -> entry.getName()).toList();
    }
  }

  private static List<String> jars() {
    return CLASS_PATH.stream().map(path -> path.getFileName().toString()).toList();
  }

  private static Path jar(String pattern) {
    return CLASS_PATH.stream()
        .filter(path -> path.getFileName().toString().matches(pattern))
        .findFirst()
        .orElseThrow();
  }
}
