package org.visualizingweights.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.visualizingweights.Count;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.data.Split;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Sweep;
import org.visualizingweights.experiment.Sweep.Variant;
import org.visualizingweights.run.RunCost;
import org.visualizingweights.run.RunCost.RunKind;
import org.visualizingweights.run.Runs;

/**
 * How long the runs of a sweep will take, and how much they will leave, by runs that there were.
 */
final class Estimate {
  private static final int SHOWN_KINDS = 10;

  private final Map<RunKind, List<Variant>> byKind = new LinkedHashMap<>();

  private final boolean isOneRun;

  Estimate(Sweep sweep) {
    isOneRun = sweep.isOneRun();
    for (Variant run : sweep.runs()) {
      byKind.computeIfAbsent(kind(run.experiment()), kind -> new ArrayList<>()).add(run);
    }
  }

  private static RunKind kind(Experiment experiment) {
    return new RunKind(experiment.network().name(), experiment.imageSize(), experiment.batchSize());
  }

  /** Lines of text: of each network, image size and batch size that there is. */
  List<String> lines(Runs runs) {
    Map<RunKind, RunCost> costs = RunCost.longest(runs, byKind.keySet());
    List<String> lines = new ArrayList<>();
    byKind.entrySet().stream()
        .limit(SHOWN_KINDS)
        .forEach(
            entry -> {
              RunKind kind = entry.getKey();
              OptionalLong steps = steps(entry.getValue());
              String what = byKind.size() == 1 ? "" : kind + ": ";
              lines.add(
                  what
                      + (steps.isPresent()
                          ? Count.of(steps.getAsLong(), "step")
                          : "steps: known when the images are loaded"));
              if (costs.containsKey(kind)) {
                lines.addAll(of(entry.getValue(), steps, costs.get(kind)));
              } else {
                lines.add(
                    "time and disk: not known before a run of %s has finished below %s"
                        .formatted(kind, runs.folder()));
              }
            });
    if (byKind.size() > SHOWN_KINDS) {
      lines.add(
          "and %s more of network, image size and batch size"
              .formatted(Count.of(byKind.size() - SHOWN_KINDS, "combination")));
    }
    return lines;
  }

  private List<String> of(List<Variant> runs, OptionalLong steps, RunCost like) {
    String did =
        "as %s took %s and left %s in %s"
            .formatted(
                like.id(),
                time(like.seconds()),
                bytes(like.bytes()),
                Count.of(like.steps(), "step"));
    List<String> lines = new ArrayList<>();
    if (steps.isPresent()) {
      double share = (double) steps.getAsLong() / like.steps();
      lines.add(
          "time: about %s, one run after another, and disk: about %s, %s"
              .formatted(time(like.seconds() * share), bytes(like.bytes() * share), did));
    } else {
      lines.add("time and disk: " + did);
    }
    lines.add(checkpoints(runs, like));
    return lines;
  }

  private String checkpoints(List<Variant> runs, RunCost like) {
    int most = runs.stream().mapToInt(run -> run.experiment().checkpoints().keep()).max().orElse(0);
    if (most == 0) {
      return "checkpoints: none";
    }
    OptionalLong size = like.checkpoint();
    long keeping = isOneRun ? 1 : runs.stream().filter(Variant::keepsCheckpoints).count();
    String each =
        size.isPresent() ? " of about " + bytes(size.getAsLong()) : ", of a size that no run tells";
    String last =
        keeping == 0
            ? "none stays"
            : "the last of %s stays%s"
                .formatted(
                    Count.of(keeping, "run"),
                    size.isPresent()
                        ? ", about " + bytes((double) size.getAsLong() * keeping)
                        : "");
    return "checkpoints, besides: up to %s%s while a run goes on; %s".formatted(most, each, last);
  }

  /** Of all runs together; empty where only the images themselves tell. */
  private static OptionalLong steps(List<Variant> runs) {
    long all = 0;
    for (Variant run : runs) {
      OptionalInt images = images(run.experiment());
      if (images.isEmpty()) {
        return OptionalLong.empty();
      }
      Experiment experiment = run.experiment();
      int training = images.getAsInt() - Split.heldOut(images.getAsInt(), experiment.split());
      all += (long) experiment.epochs() * (training / experiment.batchSize());
    }
    return OptionalLong.of(all);
  }

  private static OptionalInt images(Experiment experiment) {
    OptionalInt pool = DataSets.images(experiment.dataset());
    OptionalInt limit = experiment.limit();
    return pool.isPresent() && limit.isPresent()
        ? OptionalInt.of(Math.min(pool.getAsInt(), limit.getAsInt()))
        : pool.isPresent() ? pool : limit;
  }

  private static String time(double seconds) {
    Duration time = Duration.ofSeconds(Math.max(1, Math.round(seconds)));
    if (time.toHours() >= 48) {
      return "%s days".formatted(time.toDays());
    }
    return time.toHours() > 0
        ? "%s h %s min".formatted(time.toHours(), time.toMinutesPart())
        : time.toMinutes() > 0
            ? "%s min %s s".formatted(time.toMinutes(), time.toSecondsPart())
            : "%s s".formatted(time.toSeconds());
  }

  private static String bytes(double bytes) {
    return bytes >= 1e9
        ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
        : bytes >= 1e6
            ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
            : String.format(Locale.ROOT, "%.0f kB", Math.max(1, bytes / 1e3));
  }
}
