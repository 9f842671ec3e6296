package org.visualizingweights.view;

import java.util.ArrayList;
import java.util.List;
import org.visualizingweights.network.Architecture;
import org.visualizingweights.parameters.LayerNorms;
import org.visualizingweights.parameters.ParameterReader;
import org.visualizingweights.parameters.ParameterStep;
import org.visualizingweights.parameters.RecordedLayer;
import tools.jackson.core.JsonGenerator;

/**
 * The norms of each layer's weights, gradients and updates, as JSON.
 *
 * @param parts of the network that the layers belong to, by name
 */
record ParametersJson(List<RecordedLayer> layers, List<String> parts, List<ParameterStep> steps)
    implements Json.Streamed {
  private static final int MAX_NUMBERS = 150_000;
  private static final int NUMBERS_A_LAYER = 4;

  /** Of a run whose parameters were not recorded. */
  static ParametersJson none() {
    return new ParametersJson(List.of(), List.of(), List.of());
  }

  /** Reads a span of iterations: all that was recorded, or as much as fits, evenly. */
  static ParametersJson read(
      ParameterReader reader, Architecture network, Viewport.Request request) {
    List<RecordedLayer> layers = reader.layout().layers();
    int from = request.from().orElse(0);
    int to = request.to().orElse(Integer.MAX_VALUE);
    long recorded = reader.steps().stream().filter(step -> step >= from && step <= to).count();
    int fitting = MAX_NUMBERS / (NUMBERS_A_LAYER * layers.size() + 1);
    int most = Math.min(request.width(), Math.max(1, fitting));
    long every = Math.max(1, (recorded + most - 1) / most);
    List<ParameterStep> steps = new ArrayList<>();
    long[] seen = {0};
    reader.read(
        from,
        to,
        step -> {
          boolean last = seen[0] == recorded - 1;
          if (seen[0]++ % every == 0 || last) {
            steps.add(step);
          }
        });
    return new ParametersJson(layers, parts(layers, network), steps);
  }

  /** For each layer, the name of its part. */
  static List<String> parts(List<RecordedLayer> layers, Architecture network) {
    return layers.stream().map(layer -> network.partOf(layer.vertex()).name()).toList();
  }

  @Override
  public void writeTo(JsonGenerator json) {
    json.writeStartObject();
    Json.counts(json, "steps", steps, ParameterStep::iteration);
    json.writeName("layers");
    json.writeStartArray();
    for (int i = 0; i < layers.size(); i++) {
      layer(json, i);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void layer(JsonGenerator json, int index) {
    RecordedLayer layer = layers.get(index);
    List<LayerNorms> norms = steps.stream().map(step -> step.norms().get(index)).toList();
    json.writeStartObject();
    json.writeStringProperty("name", layer.vertex());
    json.writeStringProperty("group", parts.get(index));
    json.writeBooleanProperty("frozen", layer.frozen());
    json.writeNumberProperty("learningRate", layer.learningRate());
    json.writeNumberProperty("startNorm", layer.startNorm());
    Json.reals(json, "weight", norms, LayerNorms::weight);
    Json.reals(json, "gradient", norms, LayerNorms::gradient);
    Json.reals(json, "update", norms, LayerNorms::update);
    Json.reals(json, "change", norms, each -> change(each, layer));
    json.writeEndObject();
  }

  /** How far the weights are from where they started, relative to their size there. */
  static double change(LayerNorms norms, RecordedLayer layer) {
    return norms.distance() / layer.startNorm();
  }
}
