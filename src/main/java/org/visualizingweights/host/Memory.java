package org.visualizingweights.host;

import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Where the values of ND4J's arrays of floats lie. */
public final class Memory {

  private Memory() {}

  /** The first value of an array in the host's memory, for native code. */
  public static FloatPointer pointer(INDArray array) {
    return (FloatPointer) array.data().addressPointer();
  }

  /**
   * The values of an array that leaves no gaps, in whatever order they lie; fetched from a device
   * first where they are there.
   */
  public static FloatBuffer floats(INDArray array) {
    Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
    FloatBuffer buffer = array.data().asNioFloat();
    return buffer.slice(buffer.position(), Math.toIntExact(array.length()));
  }

  /** A copy of an array's values, the last dimension's side by side. */
  public static float[] copy(INDArray array) {
    // Closed, as memory outside the heap is freed late otherwise.
    try (INDArray copy = array.dup('c')) {
      return copy.data().asFloat();
    }
  }

  /**
   * Runs what allocates memory outside of the heap.
   *
   * @throws OutOfMemoryError where ND4J's native code gets none, for which it has a plain exception
   */
  public static void checked(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
          .flatMap(cause -> Stream.concat(Stream.of(cause), Stream.of(cause.getSuppressed())))
          .map(cause -> String.valueOf(cause.getMessage()))
          .filter(message -> message.contains("bad_alloc"))
          .findFirst()
          .ifPresent(
              message -> {
                OutOfMemoryError error = new OutOfMemoryError(message);
                error.initCause(e);
                throw error;
              });
      throw e;
    }
  }
}
