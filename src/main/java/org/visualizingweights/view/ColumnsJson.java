package org.visualizingweights.view;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.Figure;
import org.visualizingweights.activations.Figure.Merge;
import org.visualizingweights.activations.VertexSum;
import tools.jackson.core.JsonGenerator;

/** Columns as JSON, with how to merge and to draw each figure in them. Counts are exact. */
final class ColumnsJson implements Json.Streamed {
  private static final List<FigureJson> FIGURES =
      Stream.of(Figure.values()).map(f -> new FigureJson(f, f.merge(), f.lineChart())).toList();

  private final String id;
  private final CaptureCache.Excerpt excerpt;
  private final Scale scale;
  private final CaptureSettings settings;
  private final List<Column> columns;

  /** A figure, for the page. */
  private record FigureJson(Figure name, Merge merge, Optional<Figure.LineChart> lines) {}

  ColumnsJson(String id, CaptureCache.Excerpt excerpt, Scale scale) {
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
    json.writeNumberProperty("from", excerpt.viewport().from());
    json.writeNumberProperty("to", excerpt.viewport().to());
    json.writeNumberProperty("per", excerpt.viewport().per());
    json.writeNumberProperty("every", settings.every());
    Json.counts(json, "start", columns, Column::start);
    Json.counts(json, "steps", columns, Column::steps);
    json.writeName("loss");
    losses(json);
    json.writeStringProperty("scale", Json.name(scale));
    json.writePOJOProperty("figures", FIGURES);
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
    for (Figure figure : Figure.values()) {
      figure(json, figure, sums);
    }
    json.writeEndObject();
  }

  private void figure(JsonGenerator json, Figure figure, List<VertexSum> sums) {
    String name = Json.name(figure);
    if (figure.merge() == Merge.SAME) {
      json.writePOJOProperty(
          name,
          sums.stream()
              .map(sum -> figure.of(sum, settings))
              .filter(Double::isFinite)
              .map(Double::longValue)
              .findFirst());
    } else if (!figure.isIn(sums)) {
      json.writeNullProperty(name);
    } else if (figure.merge() == Merge.SUM) {
      Json.counts(json, name, sums, sum -> sum.count(figure));
    } else {
      Json.reals(json, name, sums, sum -> figure.of(sum, settings));
    }
  }
}
