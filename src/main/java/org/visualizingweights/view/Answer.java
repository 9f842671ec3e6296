package org.visualizingweights.view;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What the page gets for a request.
 *
 * @param status of HTTP: 200, 400 or 404
 * @param contentType of the body
 * @param fileName under which the body is to be saved, where it is a download
 * @param body written as it is made, which may take long and be long
 */
public record Answer(int status, String contentType, Optional<String> fileName, Body body) {
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
    return new Answer(200, JSON, Optional.empty(), body);
  }

  static Answer error(int status, String message) {
    byte[] bytes =
        Json.MAPPER.writeValueAsString(Map.of("error", message)).getBytes(StandardCharsets.UTF_8);
    return new Answer(status, JSON, Optional.empty(), out -> out.write(bytes));
  }
}
