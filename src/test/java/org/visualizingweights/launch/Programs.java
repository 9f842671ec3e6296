package org.visualizingweights.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the tests of the launcher launch, each in a JVM of its own. */
final class Programs {
  private Programs() {}

  /** Stands in Maven's JVM: {@code <main class> <argument>...}. */
  static final class UnderTest {
    public static void main(String[] arguments) throws Exception {
      List<String> all = List.of(arguments);
      System.exit(Launcher.run(all.get(0), all.subList(1, all.size())));
    }
  }

  /** Awkward arguments, in this file so that no shell and no other JVM can touch them before. */
  static final class AwkwardArguments {
    static final List<String> ARGUMENTS =
        List.of("two words", "a \"quoted\" word", "it's", "", "é ∂ 数", "$HOME \\ *", "@file", "-x");

    public static void main(String[] arguments) throws Exception {
      List<String> all = new ArrayList<>(List.of(arguments));
      all.addAll(ARGUMENTS);
      System.exit(Launcher.run(Report.class.getName(), all));
    }
  }

  /** Writes to the file of its first argument what it was started with. */
  static final class Report {
    public static void main(String[] arguments) throws Exception {
      List<String> lines = new ArrayList<>();
      for (int i = 1; i < arguments.length; i++) {
        lines.add("argument " + arguments[i]);
      }
      System.getProperties().forEach((key, value) -> lines.add("property " + key + "=" + value));
      System.getenv().forEach((key, value) -> lines.add("environment " + key + "=" + value));
      lines.add("heap " + Runtime.getRuntime().maxMemory());
      Files.write(Path.of(arguments[0]), lines);
    }
  }

  /** Prints a line to each stream and ends with the status of its first argument. */
  static final class Exit {
    public static void main(String[] arguments) {
      System.out.println("to stdout");
      System.err.println("to stderr");
      System.exit(Integer.parseInt(arguments[0]));
    }
  }

  /** Sends itself the signal of its first argument. */
  static final class Signal {
    public static void main(String[] arguments) throws Exception {
      Lifeline.attach();
      new ProcessBuilder("kill", "-" + arguments[0], "" + ProcessHandle.current().pid()).start();
      Thread.sleep(60_000);
    }
  }

  /** Stands in Maven's JVM, whose Java has been removed meanwhile. */
  static final class WithoutJava {
    public static void main(String[] arguments) throws Exception {
      System.setProperty("java.home", arguments[0]);
      System.exit(Launcher.run(Exit.class.getName(), List.of("0")));
    }
  }

  /**
   * Works until it is asked to end, and then finishes its file, which takes it a moment: {@code
   * <file> [<milliseconds>]}.
   */
  static final class Worker {
    public static void main(String[] arguments) throws Exception {
      Lifeline.attach();
      Path file = Path.of(arguments[0]);
      try (Interruption interruption = Interruption.listen()) {
        interruption.finishFirst(() -> "The file is a draft.");
        write(file, "working " + ProcessHandle.current().pid());
        while (!interruption.requested()) {
          Thread.sleep(10);
        }
        Thread.sleep(arguments.length > 1 ? Long.parseLong(arguments[1]) : 500);
        write(file, "finished");
      }
    }

    private static void write(Path file, String text) throws IOException {
      Path draft = file.resolveSibling("draft");
      Files.writeString(draft, text);
      Files.move(draft, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Has nothing to finish yet. */
  static final class Reader {
    public static void main(String[] arguments) throws Exception {
      Lifeline.attach();
      try (Interruption interruption = Interruption.listen()) {
        Worker.write(Path.of(arguments[0]), "working " + ProcessHandle.current().pid());
        Thread.sleep(60_000);
      }
    }
  }

  /** Wants more heap than there is. */
  static final class Glutton {
    public static void main(String[] arguments) {
      Lifeline.attach();
      List<long[]> all = new ArrayList<>();
      while (true) {
        all.add(new long[10_000_000]);
      }
    }
  }
}
