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
  private static final int PIECE = 1 << 16;

  /** Small enough for the first cache. */
  private static final int BLOCK = 2048;

  private final int layers;
  private final List<Piece> pieces = new ArrayList<>();

  /** Consecutive values of one layer. */
  private record Piece(int layer, int first, int length) {}

  /** For each layer the ranges that count; there may be none. */
  WeightRanges(List<List<ParameterRange>> rangesOfLayers) {
    layers = rangesOfLayers.size();
    for (int layer = 0; layer < layers; layer++) {
      for (ParameterRange range : rangesOfLayers.get(layer)) {
        for (int start = 0; start < range.length(); start += PIECE) {
          int length = Math.min(PIECE, range.length() - start);
          pieces.add(new Piece(layer, range.first() + start, length));
        }
      }
    }
  }

  void copy(FloatBuffer from, FloatBuffer to) {
    Threads.share(pieces.size(), i -> copy(from, to, pieces.get(i)));
  }

  private static void copy(FloatBuffer from, FloatBuffer to, Piece piece) {
    to.put(piece.first(), from, piece.first(), piece.length());
  }

  /** The L2 norm of each layer's values; 0 where it has no ranges. */
  double[] norms(FloatBuffer values) {
    return norms(piece -> sumOfSquares(values, piece));
  }

  /** The L2 norm of each layer's differences; 0 where it has no ranges. */
  double[] distances(FloatBuffer a, FloatBuffer b) {
    return norms(piece -> sumOfSquaredDifferences(a, b, piece));
  }

  private double[] norms(ToDoubleFunction<Piece> sumOfSquares) {
    double[] sums = new double[pieces.size()];
    Threads.share(pieces.size(), i -> sums[i] = sumOfSquares.applyAsDouble(pieces.get(i)));
    double[] norms = new double[layers];
    for (int i = 0; i < sums.length; i++) {
      norms[pieces.get(i).layer()] += sums[i];
    }
    for (int layer = 0; layer < layers; layer++) {
      norms[layer] = Math.sqrt(norms[layer]);
    }
    return norms;
  }

  private static double sumOfSquares(FloatBuffer values, Piece piece) {
    float[] block = new float[BLOCK];
    double sum = 0;
    for (int start = 0; start < piece.length(); start += BLOCK) {
      int n = Math.min(BLOCK, piece.length() - start);
      values.get(piece.first() + start, block, 0, n);
      sum += sumOfSquares(block, n);
    }
    return sum;
  }

  private static double sumOfSquaredDifferences(FloatBuffer a, FloatBuffer b, Piece piece) {
    float[] blockOfA = new float[BLOCK];
    float[] blockOfB = new float[BLOCK];
    double sum = 0;
    for (int start = 0; start < piece.length(); start += BLOCK) {
      int n = Math.min(BLOCK, piece.length() - start);
      a.get(piece.first() + start, blockOfA, 0, n);
      b.get(piece.first() + start, blockOfB, 0, n);
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
