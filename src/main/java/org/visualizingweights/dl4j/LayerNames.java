package org.visualizingweights.dl4j;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * What the layers of a {@code MultiLayerNetwork} are called: by their own names where they have one
 * that no other has, else {@code layer0}, {@code layer1}, … by their index.
 */
public final class LayerNames {
  /** What goes into the first layer. */
  public static final String INPUT = "input";

  private static final String LAYER = "layer";

  private LayerNames() {}

  /** Those of all layers, first to last. */
  public static List<String> of(List<NeuralNetConfiguration> layers) {
    List<Optional<String>> own =
        layers.stream().map(conf -> Optional.ofNullable(conf.getLayer().getLayerName())).toList();
    return IntStream.range(0, own.size())
        .mapToObj(i -> own.get(i).filter(name -> isUnique(name, own)).orElse(LAYER + i))
        .toList();
  }

  /** Whether no other layer goes by the name, nor could go by it as it has none. */
  private static boolean isUnique(String name, List<Optional<String>> all) {
    return !name.isBlank()
        && !name.equals(INPUT)
        && !name.matches(LAYER + "\\d+")
        && all.stream().flatMap(Optional::stream).filter(name::equals).count() == 1;
  }
}
