package org.visualizingweights.view;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.visualizingweights.UserError;
import org.visualizingweights.run.RunFolder;

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

  private final RunFinder finder;

  /**
   * @param runs folder of all runs; it need not exist yet
   */
  public CapturesApi(Path runs) {
    this.finder = new RunFinder(runs);
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
      return Answer.error(e.exitStatus() == BAD_INPUT ? BAD_REQUEST : NOT_FOUND, e.getMessage());
    }
  }

  private Answer answer(String path, Query query) {
    return switch (path) {
      case "runs" -> runs();
      case "run" -> Answer.json(Json.of(view(query).details()));
      default -> throw UserError.unavailable("There is nothing called \"%s\".".formatted(path));
    };
  }

  private Answer runs() {
    Comparator<RunEntry> newestFirst =
        Comparator.comparing(
                (RunEntry entry) -> entry.started().map(s -> s.toEpochMilli()).orElse(0L))
            .reversed()
            .thenComparing(RunEntry::id);
    return Answer.json(
        Json.of(
            finder.all().stream()
                .map(run -> RunEntry.read(run.id(), run.path()))
                .sorted(newestFirst)
                .toList()));
  }

  private RunView view(Query query) {
    String id = query.text("id");
    RunFolder folder = finder.find(id);
    return new RunView(id, folder);
  }
}
