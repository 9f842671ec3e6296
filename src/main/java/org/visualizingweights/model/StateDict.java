package org.visualizingweights.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.host.Memory;
import org.visualizingweights.layers.LayerKit;

/**
 * The parameters of a network under torchvision's names and in PyTorch's shapes.
 *
 * <p>{@code conv3_1.conv2_W} is {@code layer2.0.conv2.weight}; a dense layer's weights, {@code [in,
 * out]} in Deeplearning4j, are {@code [out, in]} here. The concat-pool head is {@code fc.0} to
 * {@code fc.6}, numbered as its modules are in a {@code Sequential} with dropouts and ReLU.
 */
public final class StateDict {
  private static final Pattern BLOCK = Pattern.compile("conv(\\d)_(\\d+)\\.(.+)");
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "W", "weight",
          "gamma", "weight",
          "b", "bias",
          "beta", "bias",
          "mean", "running_mean",
          "var", "running_var");
  private static final Map<String, String> DOWNSAMPLE =
      Map.of("downsample.conv", "downsample.0", "downsample.bn", "downsample.1");
  private static final Map<String, String> CONCAT_POOL_HEAD =
      Map.of("head.bn1", "fc.0", "head.linear", "fc.2", "head.bn2", "fc.4", "logits", "fc.6");

  private StateDict() {}

  /** The network's parameters and running statistics, copied. */
  public static Map<String, Tensor> of(ComputationGraph network) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    network
        .paramTable()
        .forEach((name, values) -> tensors.put(torchName(network, name), tensor(values)));
    return tensors;
  }

  /** The shapes, as in PyTorch, of what {@link #of} copies. */
  public static Map<String, long[]> shapes(ComputationGraph network) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    network
        .paramTable()
        .forEach(
            (name, values) -> shapes.put(torchName(network, name), inTorchShape(values).shape()));
    return shapes;
  }

  /**
   * Sets every parameter of the network that has its name in the state dict.
   *
   * @throws IllegalArgumentException if a tensor does not have its parameter's shape
   */
  public static void load(ComputationGraph network, Map<String, Tensor> tensors) {
    network
        .paramTable()
        .forEach(
            (name, values) ->
                Optional.ofNullable(tensors.get(torchName(network, name)))
                    .ifPresent(tensor -> assign(values, name, tensor)));
  }

  /**
   * A network with the body, the head and the classes that these parameters are for.
   *
   * @throws IllegalArgumentException if no network has such a body
   */
  public static NetworkBuilder networkOf(Map<String, Tensor> tensors, LayerKit kit) {
    boolean concatPool = tensors.containsKey(module(ResNet.LOGITS, true) + ".bias");
    Tensor bias = tensors.get(module(ResNet.LOGITS, concatPool) + ".bias");
    return Networks.whose(tensors)
        .orElseThrow(() -> new IllegalArgumentException("tensors of no network that is known"))
        .builder(kit)
        .head(concatPool ? Head.CONCAT_POOL : Head.LINEAR)
        .classes(bias.values().length);
  }

  /** torchvision's name of a parameter, given Deeplearning4j's. */
  public static String torchName(ComputationGraph network, String parameter) {
    int separator = parameter.lastIndexOf('_');
    String vertex = parameter.substring(0, separator);
    return module(vertex, network.getVertex("head.linear") != null)
        + "."
        + PARAMETERS.get(parameter.substring(separator + 1));
  }

  private static String module(String vertex, boolean concatPool) {
    Matcher block = BLOCK.matcher(vertex);
    if (block.matches()) {
      int layer = Integer.parseInt(block.group(1)) - 1;
      int index = Integer.parseInt(block.group(2)) - 1;
      String part = block.group(3);
      return "layer" + layer + "." + index + "." + DOWNSAMPLE.getOrDefault(part, part);
    }
    if (concatPool) {
      return CONCAT_POOL_HEAD.getOrDefault(vertex, vertex);
    }
    return vertex.equals(ResNet.LOGITS) ? "fc" : vertex;
  }

  private static Tensor tensor(INDArray values) {
    INDArray torch = inTorchShape(values);
    return new Tensor(torch.shape(), Memory.copy(torch));
  }

  private static void assign(INDArray values, String name, Tensor tensor) {
    INDArray torch = inTorchShape(values);
    if (!Arrays.equals(torch.shape(), tensor.shape())) {
      throw new IllegalArgumentException(
          name
              + " has the shape "
              + Arrays.toString(torch.shape())
              + ", its tensor "
              + Arrays.toString(tensor.shape()));
    }
    torch.assign(Nd4j.createFromArray(tensor.values()).reshape('c', tensor.shape()));
  }

  /**
   * A parameter's array as PyTorch has it: row vectors {@code [1, n]} are vectors there, and the
   * matrices of dense layers are transposed. A view wherever ND4J can make one.
   */
  public static INDArray inTorchShape(INDArray values) {
    if (values.rank() == 2 && values.size(0) == 1) {
      return values.reshape(values.length());
    }
    return values.rank() == 2 ? values.transpose() : values;
  }
}
