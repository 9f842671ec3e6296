package org.visualizingweights.data;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.visualizingweights.data.painting.FractalPainter;

/**
 * Pictures in colour that need no data: fractals on grounds of many textures, among lines and
 * shapes. Learning to tell them apart teaches a network colours, edges, textures and shapes, as in
 * Kataoka et al., <a href="https://arxiv.org/abs/2101.08515">Pre-training without Natural
 * Images</a>.
 *
 * <p>Picture i shows a fractal of class i modulo 256, and follows from the seed and i alone. None
 * is kept: each is painted when it is read.
 */
final class Fractals implements ImageSet {
  static final int CLASSES = 256;
  static final int SIDE = FractalPainter.SIDE;

  private final int size;
  private final long seed;
  private final FractalPainter painter;
  private final Provenance provenance;

  private Fractals(int size, long seed, FractalPainter painter, Provenance provenance) {
    this.size = size;
    this.seed = seed;
    this.painter = painter;
    this.provenance = provenance;
  }

  static Fractals of(int size, long seed) {
    FractalPainter painter = FractalPainter.random(CLASSES, Randomness.FRACTALS.at(seed));
    Provenance provenance =
        new Provenance(
            "fractals",
            String.format(Locale.ROOT, "%,d pictures painted from seed %d", size, seed),
            Map.of());
    return new Fractals(size, seed, painter, provenance);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int channels() {
    return 3;
  }

  @Override
  public int height() {
    return SIDE;
  }

  @Override
  public int width() {
    return SIDE;
  }

  @Override
  public List<String> classes() {
    return IntStream.range(0, CLASSES).mapToObj(c -> "fractal " + c).toList();
  }

  @Override
  public int label(int index) {
    return index % CLASSES;
  }

  @Override
  public void read(int index, byte[] pixels) {
    painter.paint(label(index), Randomness.FRACTALS.at(seed, index), pixels);
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }
}
