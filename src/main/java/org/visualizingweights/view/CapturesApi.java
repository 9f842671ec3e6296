package org.visualizingweights.view;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A stand-in. */
public final class CapturesApi {
  public CapturesApi(Path runs) {}

  public Answer answer(String path, Map<String, String> query) {
    boolean known = path.equals("runs");
    return new Answer(
        known ? 200 : 404,
        "application/json",
        Optional.empty(),
        out ->
            out.write(
                (known ? "[]" : "{\"error\":\"no such request\"}")
                    .getBytes(StandardCharsets.UTF_8)));
  }
}
