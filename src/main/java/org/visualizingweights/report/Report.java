package org.visualizingweights.report;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;
import org.visualizingweights.report.Comparison.Item;
import org.visualizingweights.report.Comparison.RunGroup;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.view.EmbeddedRuns;
import org.visualizingweights.view.MergedRun;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs as one HTML file, which needs no other file, no server and no network.
 *
 * <p>What is text is HTML, and readable without JavaScript; the pictures are drawn by the modules
 * of the page, from data that the file holds. The template escapes all that it is given.
 */
public final class Report {
  /** More would make a file that browsers are slow to open. */
  public static final int MAX_RUNS = 12;

  /** In the template's head, by which reports are known. */
  private static final String GENERATOR =
      "<meta name=\"generator\" content=\"visualizing-weights\">";

  /** Bytes in which a report has said that it is one. */
  private static final int HEAD = 1000;

  private static final String TEMPLATE = "report.html.ftl";

  /** Keys of the settings in which runs differ anyway. */
  private static final Set<String> NAMES = Set.of("name", "description");

  private Report() {}

  /**
   * Writes a run's {@code report.html}.
   *
   * @return the file
   * @throws UserError where the manifest cannot be read, or the file cannot be written
   */
  public static Path write(MergedRun run) {
    Comparison alone = Comparison.of(List.of(run.folder()));
    write(page(alone, folder -> run), run.folder().reportFile());
    return run.folder().reportFile();
  }

  /** Whether a file is one that this class has written, of one run or of several. */
  public static boolean isOne(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(HEAD);
      return new String(head, StandardCharsets.UTF_8).contains(GENERATOR);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Writes one file about some runs. No more than one of them is in memory at a time.
   *
   * @param runs at least one, at most {@link #MAX_RUNS}
   * @throws UserError where a manifest cannot be read, or the file cannot be written
   */
  public static void write(Comparison runs, Path file) {
    if (runs.size() < 1 || runs.size() > MAX_RUNS) {
      throw UserError.badInput(
          "%s runs were given; one file can compare 1 to %s.".formatted(runs.size(), MAX_RUNS));
    }
    write(page(runs, MergedRun::new), file);
  }

  /** The same of runs that have nothing in common. */
  public static void write(List<RunFolder> runs, Path file) {
    write(Comparison.of(runs), file);
  }

  private static void write(Page page, Path file) {
    try {
      WholeFile.write(file, out -> render(page, out));
    } catch (IOException e) {
      throw WholeFile.cannotWrite(file, e);
    }
  }

  /**
   * What the template shows.
   *
   * @param remarks of the choice of runs, a sentence each
   * @param leftOut runs that were not chosen
   * @param groups of the runs
   * @param errorColumns the names of the columns with error rates
   * @param errors of each run, one a column
   * @param differences settings in which the runs differ
   * @param data the runs, as JSON, gzipped, in base64
   */
  private record Page(
      String title,
      List<String> remarks,
      List<String> leftOut,
      List<ReportedGroup> groups,
      List<ReportedRun> runs,
      List<String> errorColumns,
      List<List<String>> errors,
      List<Difference> differences,
      String styles,
      String importMap,
      String data) {}

  /**
   * Runs with what they have in common, which may be nothing.
   *
   * @param names of the runs among these; empty where they have none
   */
  record ReportedGroup(String heading, List<ReportedRun> runs, List<String> names) {}

  /** A setting with its values in each run. */
  record Difference(String key, List<String> values) {}

  private static Page page(Comparison comparison, Function<RunFolder, MergedRun> merged) {
    List<ReportedGroup> groups = new ArrayList<>();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (GZIPOutputStream zipped = new GZIPOutputStream(data);
        EmbeddedRuns embedded = new EmbeddedRuns(zipped)) {
      for (RunGroup group : comparison.groups()) {
        groups.add(read(group, merged, embedded));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<ReportedRun> runs = groups.stream().flatMap(group -> group.runs().stream()).toList();
    ErrorColumns errors = ErrorColumns.of(runs);
    return new Page(
        comparison.title().orElseGet(() -> title(runs)),
        comparison.remarks(),
        comparison.leftOut(),
        groups,
        runs,
        errors.columns(),
        runs.stream().map(errors::of).toList(),
        differences(runs),
        Modules.styles(),
        Modules.importMap("view/report.js"),
        Base64.getEncoder().encodeToString(data.toByteArray()));
  }

  private static String title(List<ReportedRun> runs) {
    ReportedRun first = runs.get(0);
    return runs.size() == 1
        ? first.title().orElse(first.experiment() + ", " + first.started())
        : "Comparison of " + runs.size() + " runs";
  }

  private static ReportedGroup read(
      RunGroup group, Function<RunFolder, MergedRun> merged, EmbeddedRuns embedded) {
    List<ReportedRun> runs = new ArrayList<>();
    for (Item item : group.runs()) {
      MergedRun run = merged.apply(item.folder());
      Optional<String> title = group.title(item);
      runs.add(ReportedRun.read(embedded.add(run, title), title, run));
    }
    return new ReportedGroup(
        group.heading(), runs, group.runs().stream().map(run -> run.name().orElse("")).toList());
  }

  /** The settings that are not the same in all runs. */
  static List<Difference> differences(List<ReportedRun> runs) {
    Set<String> keys = new LinkedHashSet<>();
    runs.forEach(run -> keys.addAll(run.settings().keySet()));
    return keys.stream()
        .filter(key -> !NAMES.contains(key))
        .map(key -> new Difference(key, values(key, runs)))
        .filter(difference -> new HashSet<>(difference.values()).size() > 1)
        .toList();
  }

  private static List<String> values(String key, List<ReportedRun> runs) {
    return runs.stream().map(run -> run.settings().getOrDefault(key, "–")).toList();
  }

  private static void render(Page page, OutputStream out) throws IOException {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_23);
    configuration.setClassForTemplateLoading(Report.class, "");
    configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    Writer html = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    try {
      // Records as maps, which is what templates know.
      configuration
          .getTemplate(TEMPLATE)
          .process(JsonMapper.shared().convertValue(page, Map.class), html);
    } catch (TemplateException e) {
      throw new IllegalStateException("cannot render " + TEMPLATE, e);
    }
  }
}
