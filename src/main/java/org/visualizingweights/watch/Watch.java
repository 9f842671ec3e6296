package org.visualizingweights.watch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.visualizingweights.Count;
import org.visualizingweights.Uninterrupted;
import org.visualizingweights.UserError;
import org.visualizingweights.Visible;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.FitCalls;
import org.visualizingweights.dl4j.NetworkListener;
import org.visualizingweights.dl4j.StatsReports;
import org.visualizingweights.report.RunResults;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Note;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.run.RunLog;
import org.visualizingweights.run.ValidationMetrics;
import org.visualizingweights.storage.RunStorage;

/**
 * Watches a network of Deeplearning4j's while a program trains it, and leaves a run's folder with
 * all that was seen:
 *
 * <pre>{@code
 * try (Watch watch = Watch.of(network).named("my-network").start()) {
 *   network.fit(trainingData, 3);
 * }
 * }</pre>
 *
 * <p>It only watches: the network computes what it would compute without. What goes wrong with the
 * watching does not reach the training; the watch ends itself, says so in the log, and keeps what
 * it has. A program that ends without {@link #close} leaves the run as it is by then.
 *
 * <p>Thread-safe. One network may have several watches, and several networks each its own.
 */
public final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final Dl4jNetwork network;
  private final List<String> vertices;
  private final RunFolder folder;
  private final RunLock lock;
  private final RunLog log;
  private final Recording recording;
  private final Attendance attendance;
  private final ListenerGuard guard;
  private final Thread atExit = new Thread(this::programEnds, "watch-end");
  private boolean ended;
  private boolean closed;

  private Watch(Dl4jNetwork network, Plan plan, RunFolder folder, RunLock lock, RunLog log) {
    this.network = network;
    this.vertices = plan.captured().vertices();
    this.folder = folder;
    this.lock = lock;
    this.log = log;
    String run = plan.name() + "/" + folder.path().getFileName();
    RunStorage storage = RunStorage.open(folder.storageFile(), run, lock.isLocked());
    try {
      recording = new Recording(network, plan, storage, log, this::captureEvery);
      attendance = new Attendance(network, this::remark);
      guard =
          new ListenerGuard(
              network,
              List.of(
                  attendance,
                  new NetworkListener(network, recording::step, List.of(recording), other -> {}),
                  StatsReports.listener(storage.reports(), run)),
              attendance::otherTrains,
              this::failed);
    } catch (RuntimeException | Error e) {
      storage.close();
      throw e;
    }
  }

  /**
   * Says what is to watch a graph.
   *
   * @param network that is to be trained
   * @return where all else can be said, and the watch begun
   */
  public static WatchBuilder of(ComputationGraph network) {
    return new WatchBuilder(network);
  }

  /**
   * Says what is to watch a network of layers.
   *
   * @param network that is to be trained
   * @return where all else can be said, and the watch begun
   */
  public static WatchBuilder of(MultiLayerNetwork network) {
    return new WatchBuilder(network);
  }

  /** Begins to watch; throws UserError where the folder cannot be made. */
  static Watch begin(Dl4jNetwork network, Plan plan) {
    Manifest manifest = new Description(network, plan).manifest();
    RunFolder folder =
        RunFolder.create(plan.runs(), manifest, Map.of(RunFolder.NETWORK, network.json()));
    RunLock lock = RunLock.acquire(folder.path(), LOG::info);
    RunLog log = new RunLog(folder, lock, manifest);
    try {
      Watch watch = new Watch(network, plan, folder, lock, log);
      Runtime.getRuntime().addShutdownHook(watch.atExit);
      watch.attach();
      LOG.info("Watching {} in {}", Visible.of(watch.vertices.toString()), folder.path());
      return watch;
    } catch (RuntimeException | Error e) {
      log.failed(e);
      lock.close();
      throw e;
    }
  }

  /** Another thread may be training, and in the middle of a step: that one is not seen. */
  private void attach() {
    network.add(guard);
    synchronized (guard) {
      if (!FitCalls.goOnIn(network.model())) {
        attendance.begin();
        guard.expectNextStep();
      }
    }
  }

  /**
   * Where the run is.
   *
   * @return the folder of the run
   */
  public Path folder() {
    return folder.path();
  }

  /**
   * Whose activations are captured.
   *
   * @return the names of the vertices, in the order in which they are shown
   */
  public List<String> vertices() {
    return vertices;
  }

  /**
   * Takes what was measured after an epoch of a network that classifies.
   *
   * @param epoch from 1. In a loop over batches the network knows of no epochs; there, the next one
   *     ends with this call.
   * @param loss the mean over what it was measured with
   * @param errorRate the share of what is classified wrongly, from 0 to 1
   */
  public void validation(int epoch, double loss, double errorRate) {
    if (errorRate >= 0 && errorRate <= 1) {
      validation(epoch, new ValidationMetrics(loss, OptionalDouble.of(errorRate)));
    } else {
      LOG.warn("An error rate is from 0 to 1, not {}; {} lacks it", errorRate, folder.path());
      validation(epoch, loss);
    }
  }

  /**
   * Takes what was measured after an epoch.
   *
   * @param epoch from 1; see {@link #validation(int, double, double)}
   * @param loss the mean over what it was measured with
   */
  public void validation(int epoch, double loss) {
    validation(epoch, new ValidationMetrics(loss, OptionalDouble.empty()));
  }

  private void validation(int epoch, ValidationMetrics measured) {
    add("the validation of epoch " + epoch, () -> recording.validated(epoch, measured));
  }

  /**
   * Notes something about the step that the network has come to; it is shown with the run.
   *
   * @param text of at most 1,000 characters
   */
  public void note(String text) {
    add("the note", () -> log.note(new Note(recording.step(), text)));
  }

  /** What cannot be taken is a matter of the log, as all that goes wrong by now. */
  private void add(String what, Runnable addition) {
    synchronized (guard) {
      if (ended) {
        LOG.warn("{} comes too late for {}", what, folder.path());
        return;
      }
      try {
        addition.run();
      } catch (RuntimeException e) {
        LOG.warn("{} is left out of {}: {}", what, folder.path(), e.getMessage());
      }
    }
  }

  private void captureEvery(int steps) {
    log.set(Description.EVERY, String.valueOf(steps));
    LOG.info("Capturing one step in {} of {}", steps, folder.path());
  }

  /** Says what the watch itself found; it is shown with the run. */
  private void remark(String text) {
    LOG.warn("{}: {}", folder.path(), text);
    try {
      log.note(Note.cut(recording.step(), text));
    } catch (RuntimeException e) {
      LOG.warn("That is left out of {}: {}", folder.path(), e.getMessage());
    }
  }

  private void failed(TrainingListener listener, Throwable why) {
    if (listener instanceof StatsListener) {
      LOG.warn("DL4J's pages will lack what comes now of {}", folder.path(), why);
    } else {
      LOG.warn(
          "The watch of {} has ended after {}; training goes on, and what was recorded is kept: {}",
          folder.path(),
          Count.of(recording.step(), "step"),
          String.valueOf(why.getMessage()),
          why);
      end(log -> log.failed(why));
    }
  }

  /**
   * Ends the recording, or says once more how it ended if it has.
   *
   * @param how the run ends
   */
  private void end(Consumer<RunLog> how) {
    synchronized (guard) {
      if (ended) {
        writeEnd();
        return;
      }
      ended = true;
      guard.stop();
      try {
        recording.close();
        how.accept(log);
      } catch (RuntimeException e) {
        LOG.warn("Not all that was seen could be written to {}: {}", folder.path(), e.getMessage());
        log.failed(e);
      }
    }
  }

  private void writeEnd() {
    try {
      log.writeEnd();
    } catch (RuntimeException e) {
      LOG.warn("How the watch ended could not be written: {}", e.getMessage());
    }
  }

  private void programEnds() {
    end(log -> log.interrupted("the program ended without closing the watch"));
    lock.close();
  }

  /**
   * Ends the watch: takes its listener away from the network, and makes the run's charts and its
   * report. What cannot be made is said in the log. Closing twice does nothing.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    Uninterrupted.run(this::finish);
  }

  private void finish() {
    boolean inPlace = network.listeners().contains(guard);
    boolean goesOn = FitCalls.goOnIn(network.model());
    end(
        ending -> {
          Optional<String> flaw = attendance.flaw(inPlace, goesOn);
          flaw.ifPresent(why -> LOG.warn("{}: {}", folder.path(), why));
          flaw.ifPresentOrElse(ending::interrupted, ending::finished);
        });
    network.remove(guard);
    makeResults();
    release();
  }

  private void makeResults() {
    if (recording.step() == 0) {
      return;
    }
    try {
      RunResults.write(folder);
      LOG.info(RunResults.places(folder));
    } catch (UserError e) {
      LOG.warn(e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.warn("The charts and the report of {} could not be made", folder.path(), e);
    }
  }

  private void release() {
    lock.close();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The program ends already.
    }
  }
}
