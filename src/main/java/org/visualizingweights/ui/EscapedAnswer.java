package org.visualizingweights.ui;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * What DL4J's module answers, with every text in it escaped for HTML.
 *
 * <p>DL4J's pages put the texts of reports among their tags as they come: the names of the machine
 * and of its parts, of layers and of parameters. A report may come from anybody, and have been
 * stored long ago, so they are escaped where they leave.
 */
final class EscapedAnswer {
  private static final Map<Integer, SerializableString> ESCAPED =
      Map.of(
          (int) '<', new SerializedString("&lt;"),
          (int) '>', new SerializedString("&gt;"),
          (int) '&', new SerializedString("&amp;"),
          (int) '"', new SerializedString("&quot;"),
          (int) '\'', new SerializedString("&#39;"));

  private static final JsonMapper JSON =
      JsonMapper.builder(JsonFactory.builder().characterEscapes(new ForHtml()).build()).build();

  private EscapedAnswer() {}

  private static final class ForHtml extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      ESCAPED.keySet().forEach(character -> codes[character] = ESCAPE_CUSTOM);
      return codes;
    }

    @Override
    public SerializableString getEscapeSequence(int character) {
      return ESCAPED.get(character);
    }
  }

  /** A request as it is, but that the JSON of its answer is escaped. */
  static RoutingContext of(RoutingContext context) {
    HttpServerResponse response = of(context.response());
    return proxy(
        RoutingContext.class,
        (method, arguments) ->
            method.getName().equals("response") ? response : call(context, method, arguments));
  }

  private static HttpServerResponse of(HttpServerResponse response) {
    return proxy(
        HttpServerResponse.class,
        (method, arguments) -> {
          if (method.getName().equals("end") && arguments.length > 0) {
            arguments[0] = escaped((String) arguments[0]);
          }
          return call(response, method, arguments);
        });
  }

  static String escaped(String json) {
    return JSON.writeValueAsString(JSON.readTree(json));
  }

  /** Does what a method is called for. */
  private interface Calls {
    Object call(Method method, Object[] arguments) throws Throwable;
  }

  /** An object that is called in chains: what it returns of its own type is itself. */
  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object result = calls.call(method, arguments == null ? new Object[0] : arguments);
              return type.isInstance(result) ? self : result;
            }));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
