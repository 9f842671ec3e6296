package org.visualizingweights.data;

import java.util.List;

/** Labelled images of one size, which can be read in any order, by many threads at once. */
public interface ImageSet {

  /** The number of images. */
  int size();

  /** 1 for grey, 3 for red, green and blue. */
  int channels();

  int height();

  int width();

  /** The names of the classes; labels are their indices. */
  List<String> classes();

  /** The class of an image. */
  int label(int index);

  /**
   * Reads one image.
   *
   * @param pixels takes the unsigned bytes {@code [channels, height, width]}
   */
  void read(int index, byte[] pixels);

  /** Where the images really came from. */
  Provenance provenance();
}
