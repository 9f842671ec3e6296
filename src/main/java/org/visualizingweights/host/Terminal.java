package org.visualizingweights.host;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.OSUtils;

/** The terminal that a user sits at, where there is one. */
public final class Terminal {
  private Terminal() {}

  /** Whether there is one: where input or output is a file or a pipe, there is none. */
  public static boolean isThere() {
    Console console = System.console();
    return console != null && isTerminal(console) && outputIsTerminal();
  }

  /** A console may be there for other reasons; of the output, systems but Windows can tell. */
  private static boolean outputIsTerminal() {
    try {
      return OSUtils.IS_WINDOWS
          || TerminalProvider.load("exec").isSystemStream(SystemStream.Output);
    } catch (IOException e) {
      return false;
    }
  }

  /** Java 22 to 24 have a console everywhere, which from 22 on can be asked what it is. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a console cannot be asked what it is", e);
    }
  }

  /** A bar of the terminal's width, to be told what it is of. */
  public static ProgressBarBuilder bar(PrintStream out) {
    return new ProgressBarBuilder()
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(new AsWideAsTheTerminal(out));
  }

  /**
   * Knows the width without what the bar would ask by itself: a terminal of JLine's, which puts
   * SIGINT back to the system's default, so that Ctrl-C would end the JVM in the middle of its
   * work.
   */
  private static final class AsWideAsTheTerminal extends ConsoleProgressBarConsumer {
    private static final long ASK_EVERY = Duration.ofSeconds(2).toNanos();
    private static final int UNTOLD = 80;

    private int columns = columns();
    private long asked = System.nanoTime();

    AsWideAsTheTerminal(PrintStream out) {
      super(out);
    }

    /** Asks again now and then, as windows change; not each time, as that starts a process. */
    @Override
    public synchronized int getMaxRenderedLength() {
      if (System.nanoTime() - asked > ASK_EVERY) {
        columns = columns();
        asked = System.nanoTime();
      }
      return columns - 1; // in the last column, some terminals begin a new line
    }

    private static int columns() {
      try {
        int told = TerminalProvider.load("exec").systemStreamWidth(SystemStream.Output);
        return told > 1 ? told : UNTOLD;
      } catch (IOException e) {
        return UNTOLD;
      }
    }
  }
}
