package org.visualizingweights.view;

import java.util.List;
import java.util.stream.IntStream;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.Moments;
import org.visualizingweights.activations.VertexSum;
import tools.jackson.core.JsonGenerator;

/** Columns as JSON. Counts are exact. */
final class ColumnsJson implements Json.Streamed {
  private final String id;
  private final Captures.Excerpt excerpt;
  private final Scale scale;
  private final CaptureSettings settings;
  private final List<Column> columns;

  ColumnsJson(String id, Captures.Excerpt excerpt, Scale scale) {
    this.id = id;
    this.excerpt = excerpt;
    this.scale = scale;
    this.settings = excerpt.columns().settings();
    this.columns = excerpt.columns().list();
  }

  @Override
  public void writeTo(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("id", id);
    json.writeNumberProperty("from", excerpt.window().from());
    json.writeNumberProperty("to", excerpt.window().to());
    json.writeNumberProperty("per", excerpt.window().per());
    json.writeNumberProperty("every", settings.every());
    Json.counts(json, "start", columns, Column::start);
    Json.counts(json, "steps", columns, Column::steps);
    json.writeName("loss");
    losses(json);
    json.writeStringProperty("scale", Json.name(scale));
    json.writeName("vertices");
    json.writeStartArray();
    for (int i = 0; i < settings.vertices().size(); i++) {
      vertex(json, i);
    }
    json.writeEndArray();
    json.writePOJOProperty("problems", excerpt.problems());
    json.writeEndObject();
  }

  private void losses(JsonGenerator json) {
    List<LossSum> losses = columns.stream().map(Column::loss).toList();
    json.writeStartObject();
    Json.reals(json, "mean", losses, LossSum::mean);
    Json.reals(json, "min", losses, LossSum::min);
    Json.reals(json, "max", losses, LossSum::max);
    Json.counts(json, "notFinite", losses, LossSum::notFinite);
    json.writeEndObject();
  }

  private void vertex(JsonGenerator json, int index) {
    List<VertexSum> sums = columns.stream().map(column -> column.vertices().get(index)).toList();
    List<Moments> moments = sums.stream().map(VertexSum::moments).toList();
    json.writeStartObject();
    json.writeStringProperty("name", settings.vertices().get(index));
    if (scale == Scale.RANGE) {
      IntStream bins = IntStream.rangeClosed(0, settings.bins());
      json.writePOJOProperty("edges", bins.mapToDouble(settings::edge).toArray());
      json.writePOJOProperty("counts", sums.stream().map(VertexSum::bins).toList());
    } else {
      ValueClasses classes = ValueClasses.of(sums);
      json.writePOJOProperty("classes", classes.list());
      json.writePOJOProperty("counts", sums.stream().map(classes::counts).toList());
    }
    Json.counts(json, "below", sums, VertexSum::below);
    Json.counts(json, "above", sums, VertexSum::above);
    Json.counts(json, "zeros", sums, VertexSum::zeros);
    Json.counts(json, "nans", sums, VertexSum::nans);
    Json.counts(json, "infinities", sums, VertexSum::infinities);
    Json.counts(json, "total", sums, VertexSum::total);
    Json.reals(json, "mean", moments, Moments::mean);
    Json.reals(json, "std", moments, Moments::std);
    Json.reals(json, "min", moments, Moments::min);
    Json.reals(json, "max", moments, Moments::max);
    Json.reals(json, "nearZero", sums, VertexSum::nearZero);
    channels(json, sums);
    json.writeEndObject();
  }

  private static void channels(JsonGenerator json, List<VertexSum> sums) {
    int channels =
        sums.stream().flatMap(sum -> sum.channels().stream()).mapToInt(c -> c).max().orElse(0);
    if (channels == 0) {
      json.writeNullProperty("channels");
      json.writeNullProperty("dead");
      json.writeNullProperty("saturated");
    } else {
      json.writeNumberProperty("channels", channels);
      Json.reals(json, "dead", sums, VertexSum::deadEachStep);
      Json.reals(json, "saturated", sums, VertexSum::saturatedEachStep);
    }
  }
}
