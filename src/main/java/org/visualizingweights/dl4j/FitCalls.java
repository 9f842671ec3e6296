package org.visualizingweights.dl4j;

import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Which calls of {@code fit} go on now. A network holds its own monitor while it is in one, which
 * is how it is told from other networks; and what called a listener is on its thread's stack.
 */
public final class FitCalls {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** From a listener to the optimizer, the frames of the network, and of one that extends it. */
  private static final int NEAR = 4;

  private FitCalls() {}

  /** Whether any thread is in a network's {@code fit}. */
  public static boolean goOnIn(Model network) {
    return goOnIn(network, THREADS.getAllThreadIds());
  }

  /** Whether the current thread is, as one that a listener of the network's is called by. */
  public static boolean goOnHereIn(Model network) {
    return Thread.holdsLock(network)
        && goOnIn(network, new long[] {Thread.currentThread().getId()});
  }

  private static boolean goOnIn(Model network, long[] threads) {
    if (!THREADS.isObjectMonitorUsageSupported()) {
      return false;
    }
    int identity = System.identityHashCode(network);
    return Arrays.stream(THREADS.getThreadInfo(threads, true, false))
        .filter(Objects::nonNull) // it has ended meanwhile
        .map(ThreadInfo::getLockedMonitors)
        .flatMap(Arrays::stream)
        .filter(monitor -> monitor.getIdentityHashCode() == identity)
        .map(MonitorInfo::getLockedStackFrame)
        .anyMatch(frame -> isFit(frame.getClassName(), frame.getMethodName()));
  }

  private static boolean isFit(String type, String method) {
    return isNetwork(type) && (method.equals("fit") || method.equals("fitHelper"));
  }

  private static boolean isNetwork(String type) {
    return type.equals(MultiLayerNetwork.class.getName())
        || type.equals(ComputationGraph.class.getName());
  }

  /**
   * Whether a listener is being called in a training step, rather than as somebody asks the network
   * for gradients.
   */
  public static boolean isInStep() {
    return fromNetwork(
        frames ->
            frames
                .limit(NEAR)
                .anyMatch(
                    frame ->
                        frame.getClassName().startsWith("org.deeplearning4j.optimize.solvers.")));
  }

  /**
   * Whether a listener is being called in a {@code fit} that was given an iterator, and so tells of
   * the beginning and the end of its epochs.
   */
  public static boolean isInEpoch() {
    return fromNetwork(
        frames ->
            frames.anyMatch(
                frame ->
                    isFit(frame.getClassName(), frame.getMethodName())
                        && frame.getDescriptor().contains("Iterator;")));
  }

  /**
   * Whether the current thread is one of {@code ParallelWrapper}'s, each of which has a network.
   */
  public static boolean isParallel() {
    return StackWalker.getInstance().walk(frames -> frames.anyMatch(FitCalls::isOfWorker));
  }

  private static boolean isOfWorker(StackWalker.StackFrame frame) {
    return frame.getClassName().startsWith("org.deeplearning4j.parallelism.");
  }

  private static boolean fromNetwork(Predicate<Stream<StackWalker.StackFrame>> test) {
    Function<Stream<StackWalker.StackFrame>, Boolean> walk =
        frames -> test.test(frames.dropWhile(frame -> !isNetwork(frame.getClassName())));
    return StackWalker.getInstance().walk(walk);
  }
}
