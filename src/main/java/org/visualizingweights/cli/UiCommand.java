package org.visualizingweights.cli;

import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.visualizingweights.FileInTheWay;
import org.visualizingweights.UserError;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.ui.UiServer;
import picocli.CommandLine.Command;

/** Shows runs in the browser until it is interrupted. */
@Command(
    name = "ui",
    description = "Show all runs in the browser: finished, broken, and running ones as they go on.")
final class UiCommand implements Callable<Integer> {

  @Override
  public Integer call() throws InterruptedException {
    Settings settings =
        Settings.read(ConfigFolder.find(System.getProperties()), System.getProperties());
    FileInTheWay.of(settings.runs())
        .ifPresent(
            why -> {
              throw UserError.unavailable(
                  "There can be no runs in %s; %s".formatted(settings.runs(), why));
            });
    UiServer.prepare(settings.runs());
    try (UiServer server = UiServer.start(settings.ui(), settings.runs(), false)) {
      server.otherPort().ifPresent(System.out::println);
      System.out.printf(
          "%s shows the runs in %s. Ctrl-C ends it.%n",
          server.address(), settings.runs().toAbsolutePath().normalize());
      if (!Files.isDirectory(settings.runs())) {
        System.out.println("There is no such folder yet; what is put there later is shown, too.");
      }
      new CountDownLatch(1).await();
    }
    return 0;
  }
}
