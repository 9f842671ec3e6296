package org.visualizingweights.view;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.visualizingweights.UserError;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Runs;
import tools.jackson.core.JsonGenerator;

/**
 * Runs as one piece of JSON, for a page that is on its own: what the page would ask for, answered
 * in advance, each run as a whole in as many columns as a view has.
 */
public final class EmbeddedRuns {
  private final List<RunView> runs = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();

  /**
   * @param folders of the runs, wherever they are
   */
  public EmbeddedRuns(List<RunFolder> folders) {
    for (RunFolder folder : folders) {
      String id = unusedId(folder.path().toAbsolutePath().normalize());
      ids.add(id);
      runs.add(new RunView(id, folder, RunView.Memory.of(folder)));
    }
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

  /** What the runs are called on the page, in their order. */
  public List<String> ids() {
    return List.copyOf(ids);
  }

  /** Writes the JSON, and leaves the stream open. What cannot be read of a run is left out. */
  public void writeTo(OutputStream out) {
    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
      json.writeStartObject();
      json.writeName("runs");
      json.writeStartArray();
      runs.forEach(run -> write(run, json));
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void write(RunView run, JsonGenerator json) {
    json.writeStartObject();
    json.writePOJOProperty("run", run.details());
    json.writeName("columns");
    json.writeStartObject();
    for (Scale scale : Scale.values()) {
      ifReadable(
          () -> run.columns(Window.Request.ALL, scale),
          columns -> {
            json.writeName(Json.name(scale));
            columns.writeTo(json);
          });
    }
    json.writeEndObject();
    ifReadable(
        () -> run.parameters(Window.Request.ALL),
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
    T read;
    try {
      read = part.get();
    } catch (UserError e) {
      return;
    }
    writer.accept(read);
  }
}
