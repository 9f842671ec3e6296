package org.visualizingweights.sweep.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/**
 * Stands in for the process of runs, in a class that needs no other: does what the token of an
 * order says, and leaves a file {@code <run>-<process id>} with the folder that it works in.
 */
final class FakeRun {
  private static final String MARK = "\u001e";

  private FakeRun() {}

  /**
   * @param arguments the folder for its files
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    new Thread(() -> read(lines)).start();
    while (true) {
      String[] words = lines.take().split(" ");
      String run = words[4];
      String file = run + "-" + ProcessHandle.current().pid();
      Files.writeString(folder.resolve(file), Path.of("").toAbsolutePath().toString());
      System.out.println("run " + run + " at " + words[1] + ":" + words[2]);
      boolean first = isAlone(file, folder);
      act(words[3].equals("exit-once") ? first ? "exit" : "done" : words[3], folder, run);
    }
  }

  private static boolean isAlone(String file, Path folder) throws IOException {
    String prefix = file.substring(0, file.indexOf('-') + 1);
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith(prefix)).count() == 1;
    }
  }

  private static void act(String token, Path folder, String run) throws Exception {
    switch (token) {
      case "wait" -> {
        while (!Files.exists(folder.resolve("go-" + run))) {
          Thread.sleep(20);
        }
        System.out.println(MARK + "done");
      }
      case "exit" -> {
        System.out.println("this is why");
        System.out.println("\tat its.End");
        System.exit(3);
      }
      case "lose" -> System.out.println(MARK + "lost the program cannot be reached");
      default -> System.out.println(MARK + "done");
    }
  }

  private static void read(BlockingQueue<String> lines) {
    try {
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // It is over.
    }
    Runtime.getRuntime().halt(0);
  }
}
