package org.visualizingweights.view;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import org.visualizingweights.CsvRow;
import tools.jackson.core.JsonGenerator;

/** Writes rows of numbers and texts to a file, one after the other, for other programs to read. */
interface Table extends AutoCloseable {

  /** Adds a row, with a value for each column. */
  void add(List<?> row);

  @Override
  void close();

  /** The forms of a table. */
  enum Format {
    /** RFC 4180: names in the first line. */
    CSV("text/csv; charset=utf-8", Csv::new),
    /** {@code {"columns": [names], "rows": [[values], ...]}}. */
    JSON("application/json", JsonTable::new);

    private final String contentType;
    private final BiFunction<OutputStream, List<String>, Table> beginning;

    Format(String contentType, BiFunction<OutputStream, List<String>, Table> beginning) {
      this.contentType = contentType;
      this.beginning = beginning;
    }

    String contentType() {
      return contentType;
    }

    /** Begins a table; closing it leaves the stream open. */
    Table open(OutputStream out, List<String> columns) {
      return beginning.apply(out, columns);
    }
  }

  /** Comma-separated values. */
  final class Csv implements Table {
    private final Writer out;

    Csv(OutputStream out, List<String> columns) {
      this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
      add(columns);
    }

    @Override
    public void add(List<?> row) {
      try {
        out.write(CsvRow.of(row.stream().map(Object::toString).toList()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A JSON object with the columns' names, and the rows as arrays. */
  final class JsonTable implements Table {
    private final JsonGenerator json;

    JsonTable(OutputStream out, List<String> columns) {
      json = Json.MAPPER.createGenerator(out);
      json.writeStartObject();
      json.writePOJOProperty("columns", columns);
      json.writeName("rows");
      json.writeStartArray();
    }

    @Override
    public void add(List<?> row) {
      json.writePOJO(row);
    }

    @Override
    public void close() {
      json.writeEndArray();
      json.writeEndObject();
      json.close();
    }
  }
}
