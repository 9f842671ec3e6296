package org.visualizingweights.view;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.Moments;
import tools.jackson.core.JsonGenerator;

/**
 * Columns as JSON. Counts are exact; all else is rounded to a float's seven digits, which is what
 * activations have.
 */
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
    counts(json, "start", columns, Column::start);
    counts(json, "steps", columns, Column::steps);
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
    reals(json, "mean", losses, LossSum::mean);
    reals(json, "min", losses, LossSum::min);
    reals(json, "max", losses, LossSum::max);
    counts(json, "notFinite", losses, LossSum::notFinite);
    json.writeEndObject();
  }

  private void vertex(JsonGenerator json, int index) {
    List<VertexSum> sums = columns.stream().map(column -> column.vertices().get(index)).toList();
    List<Moments> moments = sums.stream().map(VertexSum::moments).toList();
    json.writeStartObject();
    json.writeStringProperty("name", settings.vertices().get(index));
    if (scale == Scale.RANGE) {
      bins(json, sums);
    } else {
      magnitudes(json, sums);
    }
    counts(json, "below", sums, VertexSum::below);
    counts(json, "above", sums, VertexSum::above);
    counts(json, "zeros", sums, VertexSum::zeros);
    counts(json, "nans", sums, VertexSum::nans);
    counts(json, "infinities", sums, VertexSum::infinities);
    counts(json, "total", sums, VertexSum::total);
    reals(json, "mean", moments, Moments::mean);
    reals(json, "std", moments, Moments::std);
    reals(json, "min", moments, Moments::min);
    reals(json, "max", moments, Moments::max);
    reals(json, "nearZero", sums, VertexSum::nearZero);
    channels(json, sums);
    json.writeEndObject();
  }

  private void bins(JsonGenerator json, List<VertexSum> sums) {
    json.writeName("edges");
    json.writeStartArray();
    for (int i = 0; i <= settings.bins(); i++) {
      json.writeNumber(edge(settings, i));
    }
    json.writeEndArray();
    json.writeName("counts");
    json.writeStartArray();
    for (VertexSum sum : sums) {
      json.writeArray(sum.bins(), 0, sum.bins().length);
    }
    json.writeEndArray();
  }

  /** The lower edge of a bin. */
  static double edge(CaptureSettings settings, int bin) {
    return settings.low() + bin * (settings.high() - settings.low()) / settings.bins();
  }

  private void magnitudes(JsonGenerator json, List<VertexSum> sums) {
    ValueClasses classes = ValueClasses.of(sums);
    json.writePOJOProperty("classes", classes.list());
    json.writeName("counts");
    json.writeStartArray();
    for (VertexSum sum : sums) {
      long[] counts = classes.counts(sum);
      json.writeArray(counts, 0, counts.length);
    }
    json.writeEndArray();
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
      reals(json, "dead", sums, VertexSum::deadEachStep);
      reals(json, "saturated", sums, VertexSum::saturatedEachStep);
    }
  }

  private static <T> void counts(
      JsonGenerator json, String name, List<T> things, ToLongFunction<T> count) {
    json.writeName(name);
    json.writeStartArray();
    for (T thing : things) {
      json.writeNumber(count.applyAsLong(thing));
    }
    json.writeEndArray();
  }

  private static <T> void reals(
      JsonGenerator json, String name, List<T> things, ToDoubleFunction<T> real) {
    json.writeName(name);
    json.writeStartArray();
    for (T thing : things) {
      real(json, real.applyAsDouble(thing));
    }
    json.writeEndArray();
  }

  /** Whole numbers without a fraction; what only a double can hold stays one. */
  private static void real(JsonGenerator json, double value) {
    float rounded = (float) value;
    if (rounded == Math.rint(rounded) && Math.abs(rounded) < 1e7) {
      json.writeNumber((int) rounded);
    } else if (Float.isInfinite(rounded) && Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNumber(rounded);
    }
  }
}
