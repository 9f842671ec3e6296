package org.visualizingweights.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Spark's driver of a sweep: executes the runs that it is told to, until there is no more to read.
 *
 * <p>The program that started it says which, in lines of JSON: first a {@link Setup}, then for each
 * run an {@link Order}, or <code>{"kill": run}</code>. What it is told back, {@link Replies} says.
 */
public final class SweepDriver {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** In the order in which things were asked for. */
  private final ExecutorService steps = Executors.newSingleThreadExecutor();

  private final SparkStart start;
  private final Ending ending;
  private Optional<RunJobs> jobs = Optional.empty();

  private SweepDriver(SparkStart start, Ending ending) {
    this.start = start;
    this.ending = ending;
  }

  /**
   * @param arguments the master, and the sweep's name
   */
  public static void main(String[] arguments) throws IOException {
    Replies replies = Replies.takeStandardOutput();
    leaveSignalsToTheProgram();
    SentFiles files = SentFiles.create();
    Ending ending = new Ending(replies, files);
    MasterUrl master = new MasterUrl(arguments[0]);
    new SweepDriver(new SparkStart(master, replies, ending, files), ending).run(arguments[1]);
  }

  /**
   * A Ctrl-C in a terminal, or its end, reaches every process in it: the program decides what
   * becomes of the runs. So it is for the processes that this one starts.
   */
  private static void leaveSignalsToTheProgram() {
    Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
    if (!System.getProperty("os.name").startsWith("Windows")) {
      Signal.handle(new Signal("HUP"), SignalHandler.SIG_IGN);
    }
  }

  private void run(String name) throws IOException {
    try {
      read(name);
    } finally {
      ending.end();
    }
  }

  private void read(String name) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String first = lines.readLine();
    if (first != null) {
      Setup setup = MAPPER.readValue(first, Setup.class);
      steps.execute(() -> start(name, setup));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode request = MAPPER.readTree(line);
        steps.execute(() -> jobs.ifPresent(j -> execute(request, j)));
      }
    }
  }

  private void start(String name, Setup setup) {
    try {
      jobs = Optional.of(start.start(name, setup));
    } catch (Unusable e) {
      ending.fail(e.getMessage());
    } catch (IOException e) {
      ending.fail("What the runs need cannot be offered to Spark's executors: " + e.getMessage());
    }
  }

  private static void execute(JsonNode request, RunJobs jobs) {
    if (request.has("kill")) {
      jobs.kill(request.get("kill").intValue());
    } else {
      jobs.begin(MAPPER.convertValue(request, Order.class));
    }
  }
}
