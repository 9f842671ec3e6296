package org.visualizingweights.data;

final class SyntheticDigits {
  static ImagesInMemory draw(int images, long seed) {
    throw new UnsupportedOperationException();
  }
}
