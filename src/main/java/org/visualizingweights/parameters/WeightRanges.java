package org.visualizingweights.parameters;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.visualizingweights.host.Threads;
import org.visualizingweights.parameters.WeightFinder.ParameterRange;

/**
 * Copies the weights of layers and measures them, on all threads. Sums are in double precision, and
 * in an order that is always the same.
 */
final class WeightRanges {
  /** Small enough for threads to share the work evenly. */
  private static final int CHUNK = 1 << 16;

  /** Small enough for the first cache. */
  private static final int BLOCK = 2048;

  private final int layers;
  private final List<LayerChunk> chunks = new ArrayList<>();

  /** Consecutive values of one layer. */
  private record LayerChunk(int layer, int first, int length) {}

  /** For each layer the ranges that count; there may be none. */
  WeightRanges(List<List<ParameterRange>> rangesOfLayers) {
    layers = rangesOfLayers.size();
    for (int layer = 0; layer < layers; layer++) {
      for (ParameterRange range : rangesOfLayers.get(layer)) {
        for (int start = 0; start < range.length(); start += CHUNK) {
          int length = Math.min(CHUNK, range.length() - start);
          chunks.add(new LayerChunk(layer, range.first() + start, length));
        }
      }
    }
  }

  void copy(FloatBuffer from, FloatBuffer to) {
    Threads.share(chunks.size(), i -> copy(from, to, chunks.get(i)));
  }

  private static void copy(FloatBuffer from, FloatBuffer to, LayerChunk chunk) {
    to.put(chunk.first(), from, chunk.first(), chunk.length());
  }

  /** The L2 norm of each layer's values; 0 where it has no ranges. */
  double[] norms(FloatBuffer values) {
    return norms(chunk -> sumOfSquares(values, chunk));
  }

  /** The L2 norm of each layer's differences; 0 where it has no ranges. */
  double[] distances(FloatBuffer a, FloatBuffer b) {
    return norms(chunk -> sumOfSquaredDifferences(a, b, chunk));
  }

  private double[] norms(ToDoubleFunction<LayerChunk> sumOfSquares) {
    double[] sums = new double[chunks.size()];
    Threads.share(chunks.size(), i -> sums[i] = sumOfSquares.applyAsDouble(chunks.get(i)));
    double[] norms = new double[layers];
    for (int i = 0; i < sums.length; i++) {
      norms[chunks.get(i).layer()] += sums[i];
    }
    for (int layer = 0; layer < layers; layer++) {
      norms[layer] = Math.sqrt(norms[layer]);
    }
    return norms;
  }

  private static double sumOfSquares(FloatBuffer values, LayerChunk chunk) {
    float[] block = new float[BLOCK];
    double sum = 0;
    for (int start = 0; start < chunk.length(); start += BLOCK) {
      int n = Math.min(BLOCK, chunk.length() - start);
      values.get(chunk.first() + start, block, 0, n);
      sum += sumOfSquares(block, n);
    }
    return sum;
  }

  private static double sumOfSquaredDifferences(FloatBuffer a, FloatBuffer b, LayerChunk chunk) {
    float[] blockOfA = new float[BLOCK];
    float[] blockOfB = new float[BLOCK];
    double sum = 0;
    for (int start = 0; start < chunk.length(); start += BLOCK) {
      int n = Math.min(BLOCK, chunk.length() - start);
      a.get(chunk.first() + start, blockOfA, 0, n);
      b.get(chunk.first() + start, blockOfB, 0, n);
      sum += sumOfSquaredDifferences(blockOfA, blockOfB, n);
    }
    return sum;
  }

  /** Four sums, so that an addition need not wait for the one before. */
  private static double sumOfSquares(float[] values, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i < n - 3; i += 4) {
      s0 += (double) values[i] * values[i];
      s1 += (double) values[i + 1] * values[i + 1];
      s2 += (double) values[i + 2] * values[i + 2];
      s3 += (double) values[i + 3] * values[i + 3];
    }
    for (; i < n; i++) {
      s0 += (double) values[i] * values[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static double sumOfSquaredDifferences(float[] a, float[] b, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i < n - 3; i += 4) {
      double d0 = (double) a[i] - b[i];
      double d1 = (double) a[i + 1] - b[i + 1];
      double d2 = (double) a[i + 2] - b[i + 2];
      double d3 = (double) a[i + 3] - b[i + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; i < n; i++) {
      double d = (double) a[i] - b[i];
      s0 += d * d;
    }
    return (s0 + s1) + (s2 + s3);
  }
}
