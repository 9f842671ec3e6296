package org.visualizingweights.view;

import java.nio.file.Path;
import java.util.List;
import org.visualizingweights.UserError;
import org.visualizingweights.network.Architecture;
import org.visualizingweights.parameters.LayerNorms;
import org.visualizingweights.parameters.ParameterReader;
import org.visualizingweights.parameters.ParameterStep;
import org.visualizingweights.parameters.RecordedLayer;

/** A row for each layer at each step at which the parameters were recorded. */
final class ParameterTable {
  static final List<String> COLUMNS =
      List.of(
          "iteration",
          "layer",
          "group",
          "frozen",
          "learning_rate",
          "weight",
          "gradient",
          "update",
          "distance",
          "change");

  private ParameterTable() {}

  /**
   * The table of a span of iterations, read while it is written.
   *
   * @param network whose parts the layers belong to
   * @throws UserError where the storage cannot be read, or has no parameters
   */
  static Answer.Body of(Path storage, Architecture network, Table.Format format, int from, int to) {
    open(storage).close();
    return out -> {
      try (ParameterReader reader = open(storage);
          Table table = format.open(out, COLUMNS)) {
        List<RecordedLayer> layers = reader.layout().layers();
        List<String> parts = ParametersJson.parts(layers, network);
        reader.read(from, to, step -> add(step, layers, parts, table));
      }
    };
  }

  private static ParameterReader open(Path storage) {
    return ParameterReader.open(storage)
        .orElseThrow(() -> UserError.unavailable("The parameters of this run were not recorded."));
  }

  private static void add(
      ParameterStep step, List<RecordedLayer> layers, List<String> parts, Table table) {
    for (int i = 0; i < layers.size(); i++) {
      RecordedLayer layer = layers.get(i);
      LayerNorms norms = step.norms().get(i);
      table.add(
          List.of(
              step.iteration(),
              layer.vertex(),
              parts.get(i),
              layer.frozen(),
              layer.learningRate(),
              norms.weight(),
              norms.gradient(),
              norms.update(),
              norms.distance(),
              ParametersJson.change(norms, layer)));
    }
  }
}
