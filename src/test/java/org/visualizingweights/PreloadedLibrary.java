package org.visualizingweights;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Libraries that are loaded before all others, and so stand in for the system. */
public final class PreloadedLibrary {
  private PreloadedLibrary() {}

  /** Compiles one, for {@code LD_PRELOAD}; where there is no compiler, the test is left out. */
  public static Path compile(Path folder, String c) throws Exception {
    Path source = Files.writeString(folder.resolve("preloaded.c"), c);
    Path library = folder.resolve("preloaded.so");
    assumeThat(compiles(source, library)).as("there is a C compiler here").isTrue();
    return library;
  }

  private static boolean compiles(Path source, Path library) throws InterruptedException {
    List<String> command =
        List.of("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl");
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
