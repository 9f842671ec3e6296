package org.visualizingweights.data.pictures;

import java.awt.color.ColorSpace;
import java.awt.image.ColorModel;

/**
 * What the samples of a pixel are: those of its colour first, then others.
 *
 * @param colours 1 for grey, 3 for red, green and blue, 4 for cyan, magenta, yellow and black
 * @param alpha which sample is opacity; -1 if none is
 * @param premultiplied whether the colour has been multiplied by the opacity
 */
record Channels(int colours, int alpha, boolean premultiplied) {

  static Channels of(ColorModel model) throws UnreadablePicture {
    int colours =
        switch (model.getColorSpace().getType()) {
          case ColorSpace.TYPE_GRAY -> 1;
          case ColorSpace.TYPE_RGB -> 3;
          case ColorSpace.TYPE_CMYK -> 4;
          default ->
              throw UnreadablePicture.foreign(
                  "an image of %s channels that are not grey, RGB or CMYK"
                      .formatted(model.getNumComponents()));
        };
    return new Channels(colours, model.hasAlpha() ? colours : -1, model.isAlphaPremultiplied());
  }
}
