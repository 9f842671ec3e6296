package org.visualizingweights.data;

import java.util.List;

/** Images as unsigned bytes, one after the other in one array: a byte a value and nothing more. */
final class ImagesInMemory implements ImageSet {
  private final Shape shape;
  private final byte[] pixels;
  private final byte[] labels;
  private final List<String> classes;
  private final Provenance provenance;

  /** The shape of each image. */
  record Shape(int channels, int height, int width) {
    int values() {
      return channels * height * width;
    }
  }

  /**
   * @param pixels {@code [images, channels, height, width]}; not copied
   * @param labels {@code [images]}, unsigned indices of classes; not copied
   */
  ImagesInMemory(
      Shape shape, byte[] pixels, byte[] labels, List<String> classes, Provenance provenance) {
    if (pixels.length != (long) labels.length * shape.values()) {
      throw new IllegalArgumentException(
          "%s labels of images of %s need another number of values than %s"
              .formatted(labels.length, shape, pixels.length));
    }
    this.shape = shape;
    this.pixels = pixels;
    this.labels = labels;
    this.classes = List.copyOf(classes);
    this.provenance = provenance;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int channels() {
    return shape.channels();
  }

  @Override
  public int height() {
    return shape.height();
  }

  @Override
  public int width() {
    return shape.width();
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public int label(int index) {
    return Byte.toUnsignedInt(labels[index]);
  }

  @Override
  public void read(int index, byte[] target) {
    System.arraycopy(pixels, index * shape.values(), target, 0, shape.values());
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }
}
