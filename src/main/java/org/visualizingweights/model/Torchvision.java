package org.visualizingweights.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What torchvision calls the tensors of a network, and which shapes they have: its <a
 * href="https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/resnet.py">resnet.py</a>.
 */
public final class Torchvision {
  public static final Predicate<String> HEAD = name -> name.startsWith("fc.");

  /** The numbers of batches that batch norms have seen, which are of no use here. */
  public static final Predicate<String> COUNTER = name -> name.endsWith(".num_batches_tracked");

  /** A layer of the body, or of that of another network. */
  private static final Predicate<String> LAYER =
      Pattern.compile("^(conv|bn|layer)\\d+\\.").asPredicate();

  private static final int FEATURES = 512;

  private final Network network;
  private final Map<String, long[]> body;

  Torchvision(ResNet network) {
    this.network = network;
    body = Collections.unmodifiableMap(body(network.blocks()));
  }

  /** The network whose tensors are called so. */
  public Network network() {
    return network;
  }

  /** Those of all layers but the head: parameters, and the running statistics of batch norms. */
  public Map<String, long[]> body() {
    return body;
  }

  /** Whether the network has a tensor of that name. */
  public boolean isKnown(String name) {
    return body.containsKey(name) || HEAD.or(COUNTER).test(name);
  }

  /** Whether a name tells of another network. What is in no layer says nothing of these. */
  public boolean isOfAnotherNetwork(String name) {
    return LAYER.test(name) && !isKnown(name);
  }

  /** Whether the body of these tensors is the network's; the head may be any. */
  public boolean fit(Map<String, Tensor> tensors) {
    return tensors.keySet().stream().noneMatch(this::isOfAnotherNetwork)
        && body.entrySet().stream()
            .allMatch(
                expected ->
                    Optional.ofNullable(tensors.get(expected.getKey()))
                        .filter(tensor -> Arrays.equals(tensor.shape(), expected.getValue()))
                        .isPresent());
  }

  /** The names of those that are missing, superfluous or of another shape in a whole network. */
  public List<String> mismatches(Map<String, Tensor> tensors) {
    Map<String, long[]> shapes = new LinkedHashMap<>(body);
    boolean linear = tensors.containsKey("fc.weight");
    String last = linear ? "fc" : "fc.6";
    if (!linear) {
      norm(shapes, "fc.0", 2 * FEATURES);
      dense(shapes, "fc.2", FEATURES, 2 * FEATURES);
      norm(shapes, "fc.4", FEATURES);
    }
    Tensor bias = tensors.getOrDefault(last + ".bias", new Tensor(new long[1], new float[0]));
    dense(shapes, last, bias.values().length, FEATURES);
    Set<String> names = new LinkedHashSet<>(shapes.keySet());
    names.addAll(tensors.keySet());
    return names.stream()
        .filter(
            name ->
                !tensors.containsKey(name)
                    || !Arrays.equals(tensors.get(name).shape(), shapes.get(name)))
        .toList();
  }

  /** Of the same network. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Torchvision names && names.network.equals(network);
  }

  @Override
  public int hashCode() {
    return network.hashCode();
  }

  private static Map<String, long[]> body(List<Integer> blocks) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    convolution(shapes, "conv1", "bn1", 64, 3, 7);
    long in = 64;
    for (int layer = 1; layer <= blocks.size(); layer++) {
      long out = 32L << layer;
      for (int block = 0; block < blocks.get(layer - 1); block++) {
        String at = "layer%s.%s.".formatted(layer, block);
        convolution(shapes, at + "conv1", at + "bn1", out, in, 3);
        convolution(shapes, at + "conv2", at + "bn2", out, out, 3);
        if (in != out) {
          convolution(shapes, at + "downsample.0", at + "downsample.1", out, in, 1);
        }
        in = out;
      }
    }
    return shapes;
  }

  private static void convolution(
      Map<String, long[]> shapes, String name, String norm, long out, long in, long size) {
    shapes.put(name + ".weight", new long[] {out, in, size, size});
    norm(shapes, norm, out);
  }

  private static void norm(Map<String, long[]> shapes, String name, long channels) {
    for (String tensor : List.of("weight", "bias", "running_mean", "running_var")) {
      shapes.put(name + "." + tensor, new long[] {channels});
    }
  }

  private static void dense(Map<String, long[]> shapes, String name, long out, long in) {
    shapes.put(name + ".weight", new long[] {out, in});
    shapes.put(name + ".bias", new long[] {out});
  }
}
