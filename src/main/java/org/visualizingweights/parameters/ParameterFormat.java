package org.visualizingweights.parameters;

import java.util.ArrayList;
import java.util.List;
import org.visualizingweights.storage.DamagedStorage;
import org.visualizingweights.storage.Decoder;
import org.visualizingweights.storage.Encoder;

/**
 * What norms and kernels are in a run's storage.
 *
 * <p>The kinds are {@value #NORMS}, before whose records the layout comes, and {@value #KERNELS}.
 * Each record begins and ends as an {@link Encoder} says; between these two, with n for a number of
 * things that follow:
 *
 * <pre>
 * norms 'N'    iteration   count
 *              n           count; then for n layers, as the layout has them:
 *                weights, gradient, update, distance   real each
 * layout 'L'   n           count; then n times:
 *                vertex                      text
 *                weights                     count
 *                frozen                      count, 0 or 1
 *                learning rate, start norm   real each
 *              kernels     text: the vertex whose kernels are recorded, if any
 * kernels 'K'  iteration   count
 *              count, channels, height, width   count each
 *              values      floats, in that order
 * </pre>
 *
 * <p>Version 1.
 */
final class ParameterFormat {
  /** Tells the records of norms from others in one storage. */
  static final String NORMS = "ParameterNorms";

  /** The same of those of kernels. */
  static final String KERNELS = "Kernels";

  private static final int VERSION = 1;
  private static final byte LAYOUT_CONTENT = 'L';
  private static final byte NORMS_CONTENT = 'N';
  private static final byte KERNELS_CONTENT = 'K';

  private ParameterFormat() {}

  static byte[] encode(ParameterLayout layout) {
    Encoder out = new Encoder(VERSION, LAYOUT_CONTENT);
    out.count(layout.layers().size());
    for (RecordedLayer layer : layout.layers()) {
      out.text(layer.vertex());
      out.count(layer.weights());
      out.count(layer.frozen() ? 1 : 0);
      out.real(layer.learningRate());
      out.real(layer.startNorm());
    }
    out.text(layout.kernels());
    return out.finish();
  }

  static ParameterLayout layout(byte[] bytes) throws DamagedStorage {
    return Decoder.decode(bytes, VERSION, LAYOUT_CONTENT, ParameterFormat::layout);
  }

  private static ParameterLayout layout(Decoder in) {
    int size = in.length();
    List<RecordedLayer> layers = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      layers.add(new RecordedLayer(in.text(), in.count(), in.count() == 1, in.real(), in.real()));
    }
    return new ParameterLayout(layers, in.text());
  }

  static byte[] encode(ParameterStep step) {
    Encoder out = new Encoder(VERSION, NORMS_CONTENT);
    out.count(step.iteration());
    out.count(step.norms().size());
    for (LayerNorms layer : step.norms()) {
      out.real(layer.weight());
      out.real(layer.gradient());
      out.real(layer.update());
      out.real(layer.distance());
    }
    return out.finish();
  }

  static ParameterStep step(byte[] bytes) throws DamagedStorage {
    return Decoder.decode(bytes, VERSION, NORMS_CONTENT, ParameterFormat::step);
  }

  private static ParameterStep step(Decoder in) {
    int iteration = in.number();
    int size = in.length();
    List<LayerNorms> norms = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      norms.add(new LayerNorms(in.real(), in.real(), in.real(), in.real()));
    }
    return new ParameterStep(iteration, norms);
  }

  static byte[] encode(Kernels kernels) {
    Encoder out = new Encoder(VERSION, KERNELS_CONTENT);
    out.count(kernels.iteration());
    out.count(kernels.count());
    out.count(kernels.channels());
    out.count(kernels.height());
    out.count(kernels.width());
    out.floats(kernels.values());
    return out.finish();
  }

  static Kernels kernels(byte[] bytes) throws DamagedStorage {
    return Decoder.decode(bytes, VERSION, KERNELS_CONTENT, ParameterFormat::kernels);
  }

  private static Kernels kernels(Decoder in) {
    return new Kernels(
        in.number(), in.number(), in.number(), in.number(), in.number(), in.floats());
  }
}
