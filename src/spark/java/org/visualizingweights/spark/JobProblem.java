package org.visualizingweights.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people are to know of why a job has failed. */
final class JobProblem {
  /** Behind it is what an executor said, or why it is gone, and perhaps a stack trace. */
  private static final Pattern LAST_FAILURE =
      Pattern.compile(
          "[Mm]ost recent failure:\\s+Lost task \\S+ in stage \\S+ \\(TID \\d+\\)"
              + " \\((?<host>\\S+) executor (?<executor>\\S+)\\): (?<reason>[^\\n]*)");

  private static final Pattern EXECUTOR_LOST =
      Pattern.compile("ExecutorLostFailure \\(.*?\\) Reason: (?<reason>.*)");

  private static final Pattern NAME_OF_EXCEPTION =
      Pattern.compile("^(?:[\\w$]+\\.)+[\\w$]*(?:Exception|Error)[\\w$]*: ");

  private static final Pattern CANCELLED = Pattern.compile("Job \\d+ cancelled");

  private static final Pattern DISK_FULL = Pattern.compile("No space left on device|disk full");

  /** Of Java, about two versions of one of Spark's classes. */
  private static final String OTHER_CLASS = "local class incompatible";

  private JobProblem() {}

  /** Whether an executor did not understand the driver, and will not understand any other run. */
  static boolean isOtherVersion(Exception problem) {
    return problem.toString().contains(OTHER_CLASS);
  }

  /** One line. */
  static String sentence(Exception problem) {
    String message = problem.toString();
    Matcher failure = LAST_FAILURE.matcher(message);
    if (CANCELLED.matcher(message).find()) {
      return "it was killed";
    }
    if (failure.find()) {
      return "%s (on %s, executor %s)"
          .formatted(
              reason(failure.group("reason")), failure.group("host"), failure.group("executor"));
    }
    return reason(message.lines().findFirst().orElse(message));
  }

  private static String reason(String line) {
    Matcher lost = EXECUTOR_LOST.matcher(line);
    if (lost.find()) {
      return "its executor was lost: " + lost.group("reason").strip();
    }
    if (DISK_FULL.matcher(line).find()) {
      return "the worker's disk is full: free room where Spark's executors work";
    }
    return NAME_OF_EXCEPTION.matcher(line).replaceFirst("").strip();
  }
}
