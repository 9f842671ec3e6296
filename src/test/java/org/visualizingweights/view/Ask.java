package org.visualizingweights.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests as the page makes them. */
final class Ask {
  private Ask() {}

  /**
   * @param parameters names and values in turns
   */
  static Answer ask(CapturesApi api, String path, String... parameters) {
    Map<String, String> query = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      query.put(parameters[i], parameters[i + 1]);
    }
    return api.answer(path, query);
  }

  static JsonNode json(CapturesApi api, int status, String path, String... parameters) {
    Answer answer = ask(api, path, parameters);
    String text = text(answer);
    assertThat(answer.status()).as(text).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/json");
    return JsonMapper.shared().readTree(text);
  }

  static String text(Answer answer) {
    return bytes(answer).toString(StandardCharsets.UTF_8);
  }

  static ByteArrayOutputStream bytes(Answer answer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      answer.body().writeTo(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out;
  }
}
