package org.visualizingweights.view;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.visualizingweights.UserError;
import org.visualizingweights.run.Runs;
import tools.jackson.core.JsonGenerator;

/**
 * Runs as one piece of JSON, for a page that is on its own: what the page would ask for, answered
 * in advance, each run as a whole in as many columns as a view has. Runs are written one by one,
 * and none is kept.
 */
public final class EmbeddedRuns implements AutoCloseable {
  private final Set<String> ids = new HashSet<>();
  private final JsonGenerator json;

  /** Begins with no run. */
  public EmbeddedRuns(OutputStream out) {
    json = Json.MAPPER.createGenerator(out);
    json.writeStartObject();
    json.writeName("runs");
    json.writeStartArray();
  }

  /**
   * Writes a run; what cannot be read of it is left out.
   *
   * @param title that it has on the page; empty: its experiment and its start
   * @return its id on the page
   */
  public String add(MergedRun run, Optional<String> title) {
    String id = unusedId(run.folder().path().toAbsolutePath().normalize());
    ids.add(id);
    write(new RunView(id, run), title);
    return id;
  }

  /** Ends the JSON, and leaves the stream open. */
  @Override
  public void close() {
    json.writeEndArray();
    json.writeEndObject();
    json.close();
  }

  /** As below a folder of runs; where another one has the same, with a number. */
  private String unusedId(Path folder) {
    int names = folder.getNameCount();
    String id = Runs.id(folder.subpath(Math.max(0, names - 2), names));
    String unused = id;
    for (int i = 2; ids.contains(unused); i++) {
      unused = id + " (" + i + ")";
    }
    return unused;
  }

  private void write(RunView run, Optional<String> title) {
    json.writeStartObject();
    title.ifPresent(text -> json.writeStringProperty("title", text));
    json.writePOJOProperty("run", run.details());
    ifReadable(run::tables, tables -> json.writePOJOProperty("tables", tables));
    json.writeName("columns");
    json.writeStartObject();
    for (Scale scale : Scale.values()) {
      ifReadable(
          () -> run.columns(Viewport.Request.ALL, scale),
          columns -> {
            json.writeName(Json.name(scale));
            columns.writeTo(json);
          });
    }
    json.writeEndObject();
    ifReadable(
        () -> run.parameters(Viewport.Request.ALL),
        parameters -> {
          json.writeName("parameters");
          parameters.writeTo(json);
        });
    json.writePOJOProperty("kernels", kernels(run));
    ifReadable(run::findings, findings -> json.writePOJOProperty("findings", findings));
    json.writeEndObject();
  }

  /** The first kernels and the last ones. */
  private static Collection<KernelPictures> kernels(RunView run) {
    Map<Integer, KernelPictures> byStep = new TreeMap<>();
    for (OptionalInt step : List.of(OptionalInt.of(0), OptionalInt.empty())) {
      ifReadable(() -> run.kernels(step), kernels -> byStep.put(kernels.step(), kernels));
    }
    return byStep.values();
  }

  /** A part that cannot be read is missing: the run's details say why. */
  private static <T> void ifReadable(Supplier<T> part, Consumer<T> writer) {
    UserError.attempt(part, why -> {}).ifPresent(writer);
  }
}
