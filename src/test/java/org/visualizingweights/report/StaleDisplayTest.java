package org.visualizingweights.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.GraphicsEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunFolders;

/**
 * Charts in a program that nobody has told to do without a display, in an environment that names
 * one which is gone.
 */
class StaleDisplayTest {
  @TempDir Path folder;

  @Test
  void chartsAreDrawnAllTheSame() throws Exception {
    Path said = folder.resolve("said.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            AnothersProgram.class.getName(),
            folder.resolve("runs").toString());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("DISPLAY", ":4711");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();

    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();

    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    assertThat(Files.readString(said)).contains("10 files").contains("headless: false");
  }

  /** Draws, and says whether that has changed how its own windows would be shown. */
  static final class AnothersProgram {
    public static void main(String[] arguments) {
      RunFolder run =
          RunFolders.create(Path.of(arguments[0]), "mine", Instant.parse("2026-11-23T10:15:30Z"));
      run.write(Synthetic.manifest("mine", "What does each layer do?", "0.01", 30));
      List<Path> files =
          Charts.write(run, Synthetic.columns(Synthetic.healthy(30)), ChartSettings.WHOLE);
      System.out.println(files.size() + " files");
      System.out.println("headless: " + GraphicsEnvironment.isHeadless());
    }
  }
}
