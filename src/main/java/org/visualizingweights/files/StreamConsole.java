package org.visualizingweights.files;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.visualizingweights.Count;
import org.visualizingweights.host.Terminal;

/** On a stream of text: a bar on a terminal, a few plain lines where the output is kept. */
public final class StreamConsole implements Console {
  private final PrintStream out;
  private final boolean terminal;

  /**
   * @param terminal whether {@code out} is a terminal, on which a bar can move
   */
  public StreamConsole(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void say(String line) {
    out.println(line);
  }

  @Override
  public Task begin(String name, long done, long total) {
    return terminal ? new Bar(name, done, total) : new Lines(name, done, total);
  }

  private final class Bar implements Task {
    private final ProgressBar bar;

    Bar(String name, long done, long total) {
      bar =
          Terminal.bar(out)
              .setTaskName(name)
              .setInitialMax(total)
              .setUnit(" MB", 1_000_000)
              .setUpdateIntervalMillis(200)
              .startsFrom(done, Duration.ZERO)
              .build();
    }

    @Override
    public void advance(long bytes) {
      bar.stepBy(bytes);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** One line at the start, one at each quarter. */
  private final class Lines implements Task {
    private static final int PARTS = 4;

    private final String name;
    private final long total;
    private long done;

    Lines(String name, long done, long total) {
      this.name = name;
      this.total = total;
      this.done = done;
      out.println(total > 0 ? name + ": " + Count.of(total, "byte") : name);
    }

    @Override
    public void advance(long bytes) {
      long partsBefore = parts();
      done += bytes;
      if (parts() > partsBefore) {
        out.printf(Locale.ROOT, "%s: %d %%%n", name, 100 * done / total);
      }
    }

    private long parts() {
      return total > 0 ? PARTS * done / total : 0;
    }

    @Override
    public void close() {}
  }
}
