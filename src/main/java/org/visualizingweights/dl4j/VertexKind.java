package org.visualizingweights.dl4j;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;

/** What a vertex does. A layer that is wrapped, or frozen, is of the kind that it would be. */
public enum VertexKind {
  INPUT,
  CONVOLUTION(ConvolutionLayer.class, LocallyConnected1D.class, LocallyConnected2D.class),
  DENSE(DenseLayer.class, AutoEncoder.class, VariationalAutoencoder.class),
  RECURRENT(BaseRecurrentLayer.class),
  ATTENTION(
      SelfAttentionLayer.class, LearnedSelfAttentionLayer.class, RecurrentAttentionLayer.class),
  EMBEDDING(EmbeddingLayer.class, EmbeddingSequenceLayer.class),
  NORMALIZATION(BatchNormalization.class, LocalResponseNormalization.class),
  POOLING(SubsamplingLayer.class, Subsampling3DLayer.class, GlobalPoolingLayer.class),
  ACTIVATION(ActivationLayer.class, PReLULayer.class),
  /** What the loss is computed of. */
  OUTPUT,
  OTHER;

  private final List<Class<? extends Layer>> layers;

  @SafeVarargs
  @SuppressWarnings("varargs") // the list copies the array, and reads it only
  VertexKind(Class<? extends Layer>... layers) {
    this.layers = List.of(layers);
  }

  /**
   * The kind of a layer.
   *
   * @param layer that nothing wraps
   */
  static VertexKind of(Layer layer) {
    return Arrays.stream(values())
        .filter(kind -> kind.layers.stream().anyMatch(type -> type.isInstance(layer)))
        .findFirst()
        .orElse(OTHER);
  }
}
