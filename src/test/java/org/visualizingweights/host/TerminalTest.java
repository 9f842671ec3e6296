package org.visualizingweights.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Console;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {
  @TempDir Path folder;

  /** Java 22 to 24 always have a console; older ones are given one here. */
  @Test
  void aConsoleIsNoTerminalWhereTheOutputGoesToAFile() throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WithConsole.class.getName()));
    builder.redirectErrorStream(true).redirectOutput(output.toFile());

    assertThat(builder.start().waitFor()).isZero();
    assertThat(output).hasContent("a console, and no terminal");
  }

  static final class WithConsole {
    public static void main(String[] arguments) throws Exception {
      if (System.console() == null) {
        Constructor<?> constructor = Console.class.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        Field console = System.class.getDeclaredField("cons");
        console.setAccessible(true);
        console.set(null, constructor.newInstance(new Object[constructor.getParameterCount()]));
      }
      System.out.print(System.console() == null ? "no console, and " : "a console, and ");
      System.out.println(Terminal.isThere() ? "a terminal" : "no terminal");
    }
  }
}
