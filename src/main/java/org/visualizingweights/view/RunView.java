package org.visualizingweights.view;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.CaptureReader;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.network.Architecture;
import org.visualizingweights.parameters.ParameterReader;
import org.visualizingweights.parameters.RecordedLayer;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Runs;
import org.visualizingweights.run.Status;
import org.visualizingweights.storage.StorageReader.Extent;

/** One run that is looked at, maybe while it goes on. */
final class RunView {
  /** With more the first look gets hardly faster: classes are loaded, and most loops compiled. */
  private static final int STEPS_TO_WARM_UP = 200;

  private final String id;
  private final MergedRun run;
  private final RunFolder folder;

  /**
   * @param run which may be shared by many views
   */
  RunView(String id, MergedRun run) {
    this.id = id;
    this.run = run;
    this.folder = run.folder();
  }

  /**
   * Answers what is asked first, for nobody, with the last steps only, so that the JVM has loaded
   * and compiled what that takes; caches nothing.
   *
   * @throws UserError where there is nothing to be shown
   */
  void warmUp() throws IOException {
    OutputStream nobody = OutputStream.nullOutputStream();
    Json.of(details()).writeTo(nobody);
    CaptureCache.Excerpt last = CaptureCache.last(folder.storageFile(), STEPS_TO_WARM_UP);
    Json.of(new ColumnsJson(id, last, Scale.RANGE)).writeTo(nobody);
  }

  /** The captures of some steps, merged. */
  ColumnsJson columns(Viewport.Request request, Scale scale) {
    return new ColumnsJson(id, run.columns(request), scale);
  }

  /**
   * How far a run has come.
   *
   * @param lastStep last captured iteration
   * @param revision as the run's details have it
   */
  record ProgressJson(String status, Optional<Integer> lastStep, String revision) {}

  /** How far the run has come: little to read, often. */
  ProgressJson progress() {
    Manifest manifest = folder.manifest();
    Optional<Integer> last =
        UserError.attempt(this::contents, why -> {}).flatMap(Contents::extent).map(Extent::last);
    return new ProgressJson(Json.name(manifest.status()), last, revision(manifest));
  }

  /** Without reading it, what tells that there is more to be told of epochs, or a note more. */
  private String revision(Manifest manifest) {
    List<Object> now = List.of(FileState.all(folder.metricsFile()), manifest.notes().size());
    return Integer.toHexString(now.hashCode());
  }

  /** The norms of the parameters; empty where none were recorded. */
  ParametersJson parameters(Viewport.Request request) {
    Architecture network = folder.manifest().architecture();
    return ParameterReader.read(
            folder.storageFile(), reader -> ParametersJson.read(reader, network, request))
        .orElseGet(ParametersJson::none);
  }

  /**
   * The kernels at a step.
   *
   * @throws UserError where none were recorded
   */
  KernelPictures kernels(OptionalInt step) {
    return ParameterReader.read(folder.storageFile(), r -> KernelPictures.read(r, step))
        .orElseThrow(KernelPictures::none);
  }

  /** What is worth knowing about the run, in sentences. */
  List<FindingJson> findings() {
    return run.findings().stream().map(FindingJson::of).toList();
  }

  /**
   * Every step by itself, as a file.
   *
   * @throws UserError where the storage cannot be read
   */
  Answer download(Download download) {
    return download.answer(id, folder);
  }

  /** The names of the columns of the tables that can be downloaded. */
  record Tables(List<String> activations, List<String> parameters) {}

  /**
   * The tables that can be downloaded.
   *
   * @throws UserError where the storage cannot be read
   */
  Tables tables() {
    return new Tables(ActivationTable.columns(contents().settings()), ParameterTable.COLUMNS);
  }

  /** What is in the storage. */
  private record Contents(CaptureSettings settings, Optional<Extent> extent) {}

  /** Which parameters are in the storage. */
  private record Recorded(List<String> layers, boolean kernels) {
    static final Recorded NOTHING = new Recorded(List.of(), false);

    static Recorded in(ParameterReader reader) {
      return new Recorded(
          reader.layout().layers().stream().map(RecordedLayer::vertex).toList(),
          !reader.kernelSteps().isEmpty());
    }
  }

  /** All but the captures. */
  RunDetails details() {
    List<String> problems = new ArrayList<>();
    Manifest manifest = folder.manifest();
    String revision = revision(manifest);
    List<EpochMetrics> metrics = UserError.attempt(run::epochs, problems::add).orElse(List.of());
    Map<String, String> settings =
        UserError.attempt(folder::settings, problems::add).orElse(Map.of());
    List<String> storageProblems = new ArrayList<>();
    Optional<Contents> contents = UserError.attempt(this::contents, storageProblems::add);
    Recorded recorded =
        UserError.attempt(
                () -> ParameterReader.read(folder.storageFile(), Recorded::in),
                storageProblems::add)
            .flatMap(Function.identity())
            .orElse(Recorded.NOTHING);
    // A run that has just begun has no storage yet; of any other it is to be read.
    Optional<String> unreadable =
        storageProblems.stream().filter(p -> manifest.status() != Status.RUNNING).findFirst();
    return new RunDetails(
        RunEntry.of(new Runs.FoundRun(id, folder), manifest, metrics, unreadable),
        revision,
        manifest.watched(),
        manifest.notes(),
        manifest.progress().epochsPlanned(),
        WithoutPaths.ofSettings(settings),
        manifest.data().map(RunDetails.SourceJson::of),
        manifest.weights().map(RunDetails.SourceJson::of),
        metrics.stream().map(RunDetails.EpochJson::of).toList(),
        contents.map(Contents::settings).map(RunDetails.CaptureJson::of),
        contents.flatMap(Contents::extent).map(Extent::first),
        contents.flatMap(Contents::extent).map(Extent::last),
        recorded.layers(),
        recorded.kernels(),
        problems.stream().map(text -> WithoutPaths.of(text, folder.path())).toList());
  }

  private Contents contents() {
    try (CaptureReader reader = CaptureReader.open(folder.storageFile())) {
      return new Contents(reader.settings(), reader.extent());
    }
  }
}
