package org.visualizingweights.parameters;

import java.util.ArrayList;
import java.util.List;
import org.visualizingweights.storage.DamagedException;
import org.visualizingweights.storage.Decoder;
import org.visualizingweights.storage.Encoder;

/** Layouts, norms and kernels as bytes. */
final class Codec {
  private static final int VERSION = 1;
  private static final byte LAYOUT = 'L';
  private static final byte NORMS = 'N';
  private static final byte KERNELS = 'K';

  private Codec() {}

  static byte[] encode(ParameterLayout layout) {
    Encoder out = new Encoder(VERSION, LAYOUT);
    out.count(layout.layers().size());
    for (WeightLayer layer : layout.layers()) {
      out.text(layer.vertex());
      out.count(layer.weights());
      out.count(layer.frozen() ? 1 : 0);
      out.real(layer.learningRate());
      out.real(layer.startNorm());
    }
    out.text(layout.kernels());
    return out.finish();
  }

  static ParameterLayout layout(byte[] bytes) throws DamagedException {
    Decoder in = new Decoder(bytes, VERSION, LAYOUT);
    int size = in.length();
    List<WeightLayer> layers = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      layers.add(new WeightLayer(in.text(), in.count(), in.count() == 1, in.real(), in.real()));
    }
    return new ParameterLayout(layers, in.text());
  }

  static byte[] encode(ParameterStep step) {
    Encoder out = new Encoder(VERSION, NORMS);
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

  static ParameterStep step(byte[] bytes) throws DamagedException {
    Decoder in = new Decoder(bytes, VERSION, NORMS);
    int iteration = (int) in.count();
    int size = in.length();
    List<LayerNorms> norms = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      norms.add(new LayerNorms(in.real(), in.real(), in.real(), in.real()));
    }
    return new ParameterStep(iteration, norms);
  }

  static byte[] encode(Kernels kernels) {
    Encoder out = new Encoder(VERSION, KERNELS);
    out.count(kernels.iteration());
    out.count(kernels.count());
    out.count(kernels.channels());
    out.count(kernels.height());
    out.count(kernels.width());
    out.floats(kernels.values());
    return out.finish();
  }

  static Kernels kernels(byte[] bytes) throws DamagedException {
    Decoder in = new Decoder(bytes, VERSION, KERNELS);
    return new Kernels(
        (int) in.count(),
        (int) in.count(),
        (int) in.count(),
        (int) in.count(),
        (int) in.count(),
        in.floats());
  }
}
