package org.visualizingweights.view;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.visualizingweights.UserError;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Runs;

/**
 * Answers the page's requests about the runs of a folder. Thread-safe; blocking.
 *
 * <p>A request that cannot be answered gets a status of 404 where something does not exist or
 * cannot be read, 400 where it is wrong, and {@code {"error": "..."}}.
 */
public final class CapturesApi {
  private static final int NOT_FOUND = 404;
  private static final int BAD_REQUEST = 400;
  private static final int BAD_INPUT = 2;

  private static final int MAX_PER = 1 << 30;
  private static final int RUNS_IN_MEMORY = 6;

  private final Runs runs;
  private final RunList list;
  private final Map<Path, MergedRun> merged =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, MergedRun> eldest) {
          return size() > RUNS_IN_MEMORY;
        }
      };

  /**
   * @param runs folder of all runs; it need not exist yet
   */
  public CapturesApi(Path runs) {
    this.runs = new Runs(runs);
    this.list = new RunList(this.runs);
  }

  /**
   * Answers a request.
   *
   * @param path what is asked for: {@code runs}, {@code run}, {@code columns} and so on
   * @param query parameters, decoded
   */
  public Answer answer(String path, Map<String, String> query) {
    try {
      return answer(path, new Query(query));
    } catch (UserError e) {
      return Answer.error(
          e.exitStatus() == BAD_INPUT ? BAD_REQUEST : NOT_FOUND,
          WithoutPaths.of(e.getMessage(), runs.folder()));
    }
  }

  private Answer answer(String path, Query query) {
    return switch (path) {
      case "runs" -> list.answer();
      case "run" -> Answer.json(Json.of(view(query).details()));
      case "progress" -> Answer.json(Json.of(view(query).progress()));
      case "columns" ->
          Answer.json(
              Json.of(view(query).columns(viewport(query), query.choice("scale", Scale.RANGE))));
      case "parameters" -> Answer.json(Json.of(view(query).parameters(viewport(query))));
      case "kernels" ->
          Answer.json(Json.of(view(query).kernels(query.number("step", 0, Integer.MAX_VALUE))));
      case "findings" -> Answer.json(Json.of(view(query).findings()));
      case "download" -> view(query).download(Download.of(query, viewport(query)));
      default -> throw UserError.unavailable("There is nothing called \"%s\".".formatted(path));
    };
  }

  /**
   * Warms the JVM up for the first look at a run, with the last steps of the newest one: so what is
   * slow the first time, since it is not loaded or compiled yet, was slow before somebody waits for
   * it.
   */
  public void warmUp() {
    for (RunEntry run : list.entries()) {
      try {
        new RunView(run.id(), new MergedRun(find(run.id()))).warmUp();
        return;
      } catch (IOException | RuntimeException e) {
        // This one cannot be looked at: whoever tries is told why.
      }
    }
  }

  private RunView view(Query query) {
    String id = query.text("id");
    return new RunView(id, merged(find(id)));
  }

  private RunFolder find(String id) {
    return runs.find(id)
        .orElseThrow(
            () ->
                UserError.unavailable(
                    "There is no run \"%s\" in %s.".formatted(id, runs.folder())));
  }

  private MergedRun merged(RunFolder folder) {
    synchronized (merged) {
      return merged.computeIfAbsent(folder.path(), path -> new MergedRun(folder));
    }
  }

  /** The columns that a request wants. */
  private static Viewport.Request viewport(Query query) {
    OptionalInt from = query.number("from", 0, Integer.MAX_VALUE);
    OptionalInt to = query.number("to", 0, Integer.MAX_VALUE);
    if (from.orElse(0) > to.orElse(Integer.MAX_VALUE)) {
      throw UserError.badInput(
          "The parameter \"from\" is %s, which is after \"to\", %s."
              .formatted(from.getAsInt(), to.getAsInt()));
    }
    int per = query.number("per", 1, MAX_PER).orElse(1);
    if (Integer.bitCount(per) != 1) {
      throw UserError.badInput(
          "The parameter \"per\" is %s; a power of two was expected.".formatted(per));
    }
    int width = query.number("width", 1, Viewport.MAX_COLUMNS).orElse(Viewport.MAX_COLUMNS);
    return new Viewport.Request(from, to, width, per);
  }
}
