package org.visualizingweights.view;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * What the page gets for a request.
 *
 * @param status of HTTP: 200, 400 or 404
 * @param contentType of the body
 * @param fileName under which the body is to be saved, where it is a download
 * @param tag the same for as long as the body is, where that is known
 * @param body written as it is made, which may take long and be long
 */
public record Answer(
    int status, String contentType, Optional<String> fileName, Optional<String> tag, Body body) {
  private static final String JSON = "application/json";

  /** The bytes of an answer; may be written any number of times. */
  public interface Body {
    /**
     * Writes all of it; does not close the stream.
     *
     * @throws IOException where the stream fails
     * @throws org.visualizingweights.UserError where what is read turns out to be damaged; what was
     *     written till then is not a whole answer
     */
    void writeTo(OutputStream out) throws IOException;
  }

  static Answer json(Body body) {
    return of(200, JSON, Optional.empty(), Optional.empty(), body);
  }

  static Answer json(String tag, Body body) {
    return of(200, JSON, Optional.empty(), Optional.of(tag), body);
  }

  static Answer file(String name, String contentType, Body body) {
    return of(200, contentType, Optional.of(name), Optional.empty(), body);
  }

  private static Answer of(
      int status, String type, Optional<String> fileName, Optional<String> tag, Body body) {
    return new Answer(status, type, fileName, tag, checked(body));
  }

  /** What is written by Jackson, or row by row, wraps the failures of the stream. */
  private static Body checked(Body body) {
    return out -> {
      try {
        body.writeTo(out);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      } catch (JacksonException e) {
        if (e.getCause() instanceof IOException failure) {
          throw failure;
        }
        throw e;
      }
    };
  }

  static Answer error(int status, String message) {
    return of(status, JSON, Optional.empty(), Optional.empty(), Json.of(Map.of("error", message)));
  }
}
