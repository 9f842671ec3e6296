package org.visualizingweights.launch;

import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Who hears of Ctrl-C (SIGINT): through {@code sun.misc.Signal}, as nothing else in Java does. It
 * is called by its name, since javac warns at its every mention and nothing can stop it.
 *
 * @param handler a {@code sun.misc.SignalHandler}
 */
record CtrlC(Object handler) {
  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  /** Tells the number of the signal. */
  static CtrlC calling(IntConsumer heard) {
    try {
      return new CtrlC(
          Proxy.newProxyInstance(
              CtrlC.class.getClassLoader(),
              new Class<?>[] {Class.forName(HANDLER)},
              (proxy, method, arguments) -> {
                heard.accept(number(arguments[0])); // its one method
                return null;
              }));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a JVM without " + HANDLER, e);
    }
  }

  private static int number(Object signal) throws ReflectiveOperationException {
    return (int) Class.forName(SIGNAL).getMethod("getNumber").invoke(signal);
  }

  /**
   * From now on this one hears of it. A JVM that was started where SIGINT is ignored, as by nohup,
   * goes on ignoring it.
   *
   * @return who heard of it before; empty where the JVM is told to leave signals alone ({@code
   *     -Xrs})
   */
  Optional<CtrlC> listen() {
    try {
      Class<?> signal = Class.forName(SIGNAL);
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      Object before =
          signal
              .getMethod("handle", signal, Class.forName(HANDLER))
              .invoke(null, interrupt, handler);
      return Optional.of(new CtrlC(before));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }
}
