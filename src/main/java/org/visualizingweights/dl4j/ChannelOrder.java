package org.visualizingweights.dl4j;

import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/** Whether channels come last, as far as a configuration says so. */
enum ChannelOrder {
  SECOND,
  LAST;

  private static ChannelOrder lastIf(boolean last) {
    return last ? LAST : SECOND;
  }

  private static Optional<ChannelOrder> of(CNN2DFormat format) {
    return Optional.of(lastIf(format == CNN2DFormat.NHWC));
  }

  private static Optional<ChannelOrder> of(RNNFormat format) {
    return Optional.of(lastIf(format == RNNFormat.NWC));
  }

  private static Optional<ChannelOrder> of(Convolution3D.DataFormat format) {
    return Optional.of(lastIf(format == Convolution3D.DataFormat.NDHWC));
  }

  /**
   * The order in which a layer takes and gives its channels.
   *
   * @return empty where it leaves them as they are
   */
  static Optional<ChannelOrder> of(Layer layer) {
    if (layer instanceof TimeDistributed distributed) {
      return of(distributed.getRnnDataFormat());
    }
    Optional<Layer> inner = Wrapping.inner(layer);
    if (inner.isPresent()) {
      return of(inner.get());
    } else if (layer instanceof BaseRecurrentLayer recurrent) {
      return of(recurrent.getRnnDataFormat());
    } else if (layer instanceof EmbeddingSequenceLayer embedding) {
      return of(embedding.getOutputFormat());
    } else if (layer instanceof RepeatVector repeated) {
      return of(repeated.getDataFormat());
    } else {
      return ofImages(layer);
    }
  }

  private static Optional<ChannelOrder> ofImages(Layer layer) {
    if (layer instanceof Convolution1DLayer convolution) {
      return of(convolution.getRnnDataFormat());
    } else if (layer instanceof Convolution3D convolution) {
      return of(convolution.getDataFormat());
    } else if (layer instanceof Deconvolution3D convolution) {
      return of(convolution.getDataFormat());
    } else if (layer instanceof ConvolutionLayer convolution) {
      return of(convolution.getCnn2dDataFormat());
    } else if (layer instanceof SubsamplingLayer pooling) {
      return of(pooling.getCnn2dDataFormat());
    } else if (layer instanceof Subsampling3DLayer pooling) {
      return of(pooling.getDataFormat());
    } else if (layer instanceof LocallyConnected2D local) {
      return of(local.getFormat());
    } else {
      return Optional.empty();
    }
  }

  /** The order of what a preprocessor gives; empty where it says nothing of it. */
  static Optional<ChannelOrder> given(InputPreProcessor preProcessor) {
    if (preProcessor instanceof ComposableInputPreProcessor several) {
      InputPreProcessor[] all = several.getInputPreProcessors();
      return given(all[all.length - 1]);
    } else if (preProcessor instanceof FeedForwardToRnnPreProcessor toSequence) {
      return of(toSequence.getRnnDataFormat());
    } else if (preProcessor instanceof CnnToRnnPreProcessor toSequence) {
      return of(toSequence.getRnnDataFormat());
    } else if (preProcessor instanceof FeedForwardToCnn3DPreProcessor toVolume) {
      return Optional.of(lastIf(!toVolume.isNCDHW()));
    } else if (preProcessor instanceof FeedForwardToCnnPreProcessor
        || preProcessor instanceof RnnToCnnPreProcessor) {
      return Optional.of(SECOND);
    } else {
      return Optional.empty();
    }
  }

  /** The order of what a preprocessor takes; empty where it says nothing of it. */
  static Optional<ChannelOrder> taken(InputPreProcessor preProcessor) {
    if (preProcessor instanceof ComposableInputPreProcessor several) {
      return taken(several.getInputPreProcessors()[0]);
    } else if (preProcessor instanceof RnnToFeedForwardPreProcessor ofSequence) {
      return of(ofSequence.getRnnDataFormat());
    } else if (preProcessor instanceof RnnToCnnPreProcessor ofSequence) {
      return of(ofSequence.getRnnDataFormat());
    } else if (preProcessor instanceof CnnToFeedForwardPreProcessor ofImage) {
      return of(ofImage.getFormat());
    } else if (preProcessor instanceof Cnn3DToFeedForwardPreProcessor ofVolume) {
      return Optional.of(lastIf(!ofVolume.isNCDHW()));
    } else {
      return Optional.empty();
    }
  }
}
