package org.visualizingweights;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Something only the user can put right: a mistake in a file, data that is not there.
 *
 * <p>Its message says what was wrong, where, and what to do; it is printed without a stack trace.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The exit status where what was asked for makes no sense. */
  public static final int BAD_INPUT = 2;

  private final int exitStatus;

  private UserError(int exitStatus, String message, Throwable cause) {
    super(Visible.ofLines(message), cause);
    this.exitStatus = exitStatus;
  }

  /** What was asked for makes no sense: exit status {@link #BAD_INPUT}. */
  public static UserError badInput(String message) {
    return new UserError(BAD_INPUT, message, null);
  }

  /** Data or weights cannot be had, or are not what they should be: exit status 3. */
  public static UserError unavailable(String message) {
    return new UserError(3, message, null);
  }

  /** Data or weights cannot be had, for the reason given: exit status 3. */
  public static UserError unavailable(String message, Throwable cause) {
    return new UserError(3, message, cause);
  }

  /**
   * Tries what may fail so.
   *
   * @param message is told why it failed
   * @return empty where it failed
   */
  public static <T> Optional<T> attempt(Supplier<T> part, Consumer<String> message) {
    try {
      return Optional.of(part.get());
    } catch (UserError e) {
      message.accept(e.getMessage());
      return Optional.empty();
    }
  }

  public int exitStatus() {
    return exitStatus;
  }
}
