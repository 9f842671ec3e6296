package org.visualizingweights.layers;

import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;

import java.util.Optional;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The process's one oneDNN engine, on the CPU, and its stream, which executes in the calling
 * thread.
 */
final class OneDnn {

  private OneDnn() {}

  /** Loaded on first use, so that the class above it can be asked where there is no oneDNN. */
  private static final class Native {
    static final engine ENGINE = new engine(engine.kind.cpu, 0);
    static final stream STREAM = new stream(ENGINE);
  }

  /** Why oneDNN cannot be used here; empty if it can. */
  static Optional<String> obstacle() {
    String backend =
        Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend", "unknown");
    if (!"CPU".equalsIgnoreCase(backend)) {
      return Optional.of("ND4J's arrays are not in the CPU's memory (backend " + backend + ")");
    }
    try {
      engine();
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of("oneDNN could not be loaded: " + rootMessage(e));
    }
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }

  /**
   * @throws IllegalArgumentException if a network is to compute in anything but single precision
   */
  static void requireFloat(DataType dataType) {
    if (dataType != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "These layers compute in single precision, not in " + dataType);
    }
  }

  static engine engine() {
    return Native.ENGINE;
  }

  static stream stream() {
    return Native.STREAM;
  }

  /** A memory of floats laid out as the tag says. */
  static memory.desc desc(memory.format_tag tag, long... dimensions) {
    return new memory.desc(dimensions, memory.data_type.f32, tag);
  }

  /** A memory of floats with the given strides, in floats. */
  static memory.desc strided(long[] dimensions, long[] strides) {
    return new memory.desc(dimensions, memory.data_type.f32, strides);
  }

  /** Images {@code [batch, channels, height, width]} with the channels of a pixel side by side. */
  static memory.desc images(long... dimensions) {
    return desc(memory.format_tag.nhwc, dimensions);
  }

  /** Memory for one array. */
  static FloatPointer floats(memory.desc layout) {
    return new FloatPointer(layout.get_size() / Float.BYTES);
  }

  /** {@code c = op(a) b + beta c}, all row by row; {@code op(a)} is m x k, {@code b} k x n. */
  static void gemm(
      boolean transposeA,
      long m,
      long n,
      long k,
      FloatPointer a,
      long lda,
      FloatPointer b,
      long ldb,
      float beta,
      FloatPointer c,
      long ldc) {
    byte op = (byte) (transposeA ? 'T' : 'N');
    Kernel.check(dnnl_sgemm(op, (byte) 'N', m, n, k, 1f, a, lda, b, ldb, beta, c, ldc), "sgemm");
  }
}
