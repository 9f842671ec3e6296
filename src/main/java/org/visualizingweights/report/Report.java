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
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;
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
    write(Stream.of(run), run.folder().reportFile());
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
  public static void write(List<RunFolder> runs, Path file) {
    if (runs.isEmpty() || runs.size() > MAX_RUNS) {
      throw UserError.badInput(
          "%s runs were given; one file can compare 1 to %s.".formatted(runs.size(), MAX_RUNS));
    }
    write(runs.stream().map(MergedRun::new), file);
  }

  private static void write(Stream<MergedRun> runs, Path file) {
    Page page = page(runs);
    try {
      WholeFile.write(file, out -> render(page, out));
    } catch (IOException e) {
      throw WholeFile.cannotWrite(file, e);
    }
  }

  /**
   * What the template shows.
   *
   * @param errorColumns the names of the columns with error rates
   * @param errors of each run, one a column
   * @param differences settings in which the runs differ
   * @param data the runs, as JSON, gzipped, in base64
   */
  private record Page(
      String title,
      List<ReportedRun> runs,
      List<String> errorColumns,
      List<List<String>> errors,
      List<Difference> differences,
      String styles,
      String importMap,
      String data) {}

  /** A setting with its values in each run. */
  record Difference(String key, List<String> values) {}

  private static Page page(Stream<MergedRun> merged) {
    List<ReportedRun> runs = new ArrayList<>();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (GZIPOutputStream zipped = new GZIPOutputStream(data);
        EmbeddedRuns embedded = new EmbeddedRuns(zipped)) {
      merged.forEachOrdered(run -> runs.add(ReportedRun.read(embedded.add(run), run)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ReportedRun first = runs.get(0);
    ErrorColumns errors = ErrorColumns.of(runs);
    return new Page(
        runs.size() == 1
            ? first.experiment() + ", " + first.started()
            : "Comparison of " + runs.size() + " runs",
        runs,
        errors.columns(),
        runs.stream().map(errors::of).toList(),
        differences(runs),
        Modules.styles(),
        Modules.importMap("view/report.js"),
        Base64.getEncoder().encodeToString(data.toByteArray()));
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
