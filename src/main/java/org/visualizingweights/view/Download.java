package org.visualizingweights.view;

import java.util.Locale;
import org.visualizingweights.run.RunFolder;

/**
 * What is to be saved as a file: every step or epoch of a span of iterations by itself, as it was
 * captured, nothing merged and nothing left out.
 *
 * @param from first iteration
 * @param to last iteration
 */
record Download(What what, Table.Format format, int from, int to) {

  /** The tables that there are. */
  enum What {
    /** What each vertex did at each step. */
    ACTIVATIONS,
    /** The norms of each layer's weights, gradients and updates. */
    PARAMETERS,
    /** What each epoch came to. */
    EPOCHS
  }

  static Download of(Query query, Viewport.Request request) {
    return new Download(
        query.choice("what", What.ACTIVATIONS),
        query.choice("format", Table.Format.CSV),
        request.from().orElse(0),
        request.to().orElse(Integer.MAX_VALUE));
  }

  /**
   * The file.
   *
   * @throws org.visualizingweights.UserError where the run cannot be read
   */
  Answer answer(String id, RunFolder run) {
    Answer.Body body =
        switch (what) {
          case ACTIVATIONS -> ActivationTable.of(run, format, from, to);
          case PARAMETERS ->
              ParameterTable.of(run.storageFile(), run.manifest().architecture(), format, from, to);
          case EPOCHS -> EpochTable.of(run, format, from, to);
        };
    return Answer.file(fileName(id), format.contentType(), body);
  }

  /** A name that every file system takes. */
  private String fileName(String id) {
    String span = to == Integer.MAX_VALUE ? "from-" + from : from + "-" + to;
    String extension = Json.name(format).toLowerCase(Locale.ROOT);
    return "%s_%s_%s.%s"
        .formatted(id, Json.name(what), span, extension)
        .replaceAll("[^A-Za-z0-9._-]+", "_");
  }
}
