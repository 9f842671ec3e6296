package org.visualizingweights.model.weights;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A program that knows Deeplearning4j and has nothing of this project on its class path. */
final class Elsewhere {
  private static final String SEPARATOR = " ";

  private Elsewhere() {}

  /** The images that it puts into networks, {@code [4, 3, 32, 32]} from -2 to 2. */
  static INDArray images() {
    return Nd4j.linspace(DataType.FLOAT, -2, 4.0 / (4 * 3 * 32 * 32 - 1), 4 * 3 * 32 * 32)
        .reshape('c', 4, 3, 32, 32);
  }

  /** Starts it with a model's file; what it writes goes to a file. */
  static Process start(Path model, Path out) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            Elsewhere.class.getName(),
            model.toString());
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).endsWith(Path.of("target", "classes")))
            .collect(Collectors.joining(File.pathSeparator));
    builder.environment().put("CLASSPATH", classPath);
    return builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
  }

  /** Its last line: what the network of its first argument makes of the images. */
  public static void main(String[] arguments) throws IOException {
    ComputationGraph network = ComputationGraph.load(new File(arguments[0]), true);
    double[] probabilities = network.outputSingle(images()).dup('c').data().asDouble();
    System.out.println(
        Arrays.stream(probabilities)
            .mapToObj(Double::toString)
            .collect(Collectors.joining(SEPARATOR)));
  }

  /** Reads its last line. */
  static double[] probabilities(String line) {
    return Stream.of(line.split(SEPARATOR)).mapToDouble(Double::parseDouble).toArray();
  }
}
