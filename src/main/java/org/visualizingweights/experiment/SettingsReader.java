package org.visualizingweights.experiment;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.experiment.Node.Mapping;
import org.visualizingweights.experiment.Settings.Layers;
import org.visualizingweights.experiment.Settings.Spark;
import org.visualizingweights.files.DataSettings;
import org.visualizingweights.files.DataSettings.DownloadSource;
import org.visualizingweights.files.Fingerprint;
import org.visualizingweights.files.RemoteFile;
import org.visualizingweights.model.Network;
import org.visualizingweights.model.Networks;
import org.visualizingweights.model.weights.PretrainedWeights;
import org.visualizingweights.model.weights.WeightsSource;
import org.visualizingweights.ui.UiSettings;

/** Makes settings of the keys and values of their file; every rule about a key is here. */
final class SettingsReader {
  /** The short form on the command line for one more data directory. */
  private static final String DATA_DIR = "data.dir";

  /** The short form of {@code ui.enabled}. */
  private static final String UI = "ui";

  private static final String THREADS = "threads";
  private static final String LAYERS = "layers";
  private static final int MOST_THREADS = 1024;
  private static final String AT_ONCE = "at-once";
  private static final int MOST_AT_ONCE = 256;

  private static final Set<String> SECTIONS =
      Set.of("cache", "data", "runs", "ui", "sweep", "sources");
  private static final Pattern HOST = Pattern.compile("[\\w.-]+");
  private static final String HOSTS = "hosts' names, without scheme and port";
  private static final Map<String, String> NETWORKS =
      Networks.ALL.stream().map(Network::name).collect(toMap(identity(), identity()));
  private static final Pattern MASTER =
      Pattern.compile(
          "spark://[^,\\s]+:\\d+(,[^,\\s]+:\\d+)*|local(\\[[\\d*,]+])?|yarn|k8s://\\S+");
  private static final String MASTERS =
      "none, or a Spark master: spark://HOST:PORT, local[*], yarn or k8s://HOST:PORT";
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final URI NOWHERE = URI.create("https://localhost/");

  private final ConfigFolder config;
  private final Fields fields;
  private final Mistakes mistakes;

  private SettingsReader(ConfigFolder config, Fields fields, Mistakes mistakes) {
    this.config = config;
    this.fields = fields;
    this.mistakes = mistakes;
  }

  /** Reads settings. Where there are mistakes the answer is not to be used. */
  static Settings read(
      ConfigFolder config, Mapping file, Properties properties, Mistakes mistakes) {
    Fields fields = new Fields(with(properties, file), mistakes);
    Settings settings = new SettingsReader(config, fields, mistakes).settings(properties);
    fields.reportUnknownKeys();
    return settings;
  }

  private static Mapping with(Properties properties, Mapping file) {
    Mapping all = file;
    if (properties.containsKey(UI)) {
      all = with("ui.enabled", UI, properties, all);
    }
    for (String key : List.of(THREADS, AT_ONCE, LAYERS)) {
      if (properties.containsKey(key)) {
        all = with(key, key, properties, all);
      }
    }
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      int dot = key.indexOf('.');
      if (dot > 0 && SECTIONS.contains(key.substring(0, dot)) && !key.equals(DATA_DIR)) {
        all = with(key, key, properties, all);
      }
    }
    return all;
  }

  private static Mapping with(String key, String property, Properties properties, Mapping all) {
    String value = properties.getProperty(property);
    Location location = Location.of("-D" + property + "=" + value);
    return all.with(Overrides.nested(key, Overrides.value(value, location)));
  }

  private Settings settings(Properties properties) {
    Path cache = path(fields.section("cache").value("directory"));
    List<Path> data = new ArrayList<>();
    if (properties.containsKey(DATA_DIR)) {
      data.add(dataDirectory(properties.getProperty(DATA_DIR)));
    }
    Fields places = fields.section("data");
    places.value("directories").items(0, 100, "a list of folders").stream()
        .map(SettingsReader::path)
        .forEach(data::add);
    data.add(config.resolve(path(places.value("included"))));
    Path runs = path(fields.section("runs").value("directory"));
    UiSettings ui = ui(fields.section("ui"));
    OptionalInt threads = autoOrUpTo(MOST_THREADS, fields.value(THREADS));
    OptionalInt atOnce = autoOrUpTo(MOST_AT_ONCE, fields.value(AT_ONCE));
    Optional<Spark> spark = spark(fields.section("sweep"));
    Layers layers = fields.value(LAYERS).choice(Map.of("auto", Layers.AUTO, "stock", Layers.STOCK));
    Fields sources = fields.section("sources");
    Map<String, DownloadSource> datasets = new LinkedHashMap<>();
    DataSets.DOWNLOADED.forEach(name -> datasets.put(name, source(sources.section(name))));
    Map<String, WeightsSource> weights = new LinkedHashMap<>();
    PretrainedWeights.NAMES.forEach(name -> weights.put(name, weights(sources.section(name))));
    return new Settings(
        new DataSettings(data, cache, datasets), runs, ui, threads, atOnce, spark, layers, weights);
  }

  private static Optional<Spark> spark(Fields sweep) {
    int port = sweep.value("port").whole(0, 65_535);
    boolean shared = sweep.value("shared").flag();
    Value master = sweep.value("spark");
    if (master.is("none")) {
      return Optional.empty();
    }
    String text = master.text(MASTERS);
    if (!MASTER.matcher(text).matches()) {
      master.wrong(MASTERS);
    }
    return Optional.of(new Spark(text, port, shared));
  }

  private Path dataDirectory(String folder) {
    Location location = Location.of("-D" + DATA_DIR + "=" + folder);
    Value value =
        new Value(DATA_DIR, new Node.Scalar(location, Node.Scalar.Type.TEXT, folder), mistakes);
    Path path = path(value);
    if (mistakes.noneIn(DATA_DIR) && !Files.isDirectory(path)) {
      value.wrong("an existing folder");
    }
    return path;
  }

  private static UiSettings ui(Fields ui) {
    return new UiSettings(
        ui.value("enabled").flag(),
        ui.value("host").text("a host's name or address"),
        ui.value("port").whole(0, 65_535),
        ui.value("receiver").flag(),
        hosts(ui.value("hosts")));
  }

  /** On the command line, names between commas will do. */
  private static List<String> hosts(Value hosts) {
    if (hosts.isSequence()) {
      return hosts.items(0, 100, HOSTS).stream().map(SettingsReader::host).toList();
    }
    String text = hosts.text(HOSTS);
    List<String> names = text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    if (!names.stream().allMatch(HOST.asMatchPredicate())) {
      hosts.wrong(HOSTS);
    }
    return names;
  }

  private static String host(Value name) {
    String text = name.text(HOSTS);
    if (!text.isEmpty() && !HOST.matcher(text).matches()) {
      name.wrong(HOSTS);
    }
    return text;
  }

  private static OptionalInt autoOrUpTo(int most, Value number) {
    return number.is("auto")
        ? OptionalInt.empty()
        : OptionalInt.of((int) number.whole(1, most, "auto or " + Value.words(1, most)));
  }

  private static DownloadSource source(Fields source) {
    List<URI> mirrors =
        source.value("mirrors").items(0, 100, "a list of URLs").stream()
            .map(SettingsReader::url)
            .toList();
    Map<String, Fingerprint> files = new LinkedHashMap<>();
    for (Fields file : source.sections("files")) {
      files.put(fileName(file), fingerprint(file, measured(file)));
    }
    return new DownloadSource(mirrors, files, Optional.of(license(source)));
  }

  private static WeightsSource weights(Fields source) {
    Map<String, List<RemoteFile>> files = new LinkedHashMap<>();
    for (Fields file : source.sections("files")) {
      files.computeIfAbsent(networkOf(file), name -> new ArrayList<>()).add(weightsFile(file));
    }
    return new WeightsSource(
        source.value("description").text("what they are, in a few words"), license(source), files);
  }

  private static String networkOf(Fields file) {
    Value network = file.value("network");
    return network.isMissing() ? Networks.ALL.get(0).name() : network.choice(NETWORKS);
  }

  private static RemoteFile weightsFile(Fields file) {
    List<URI> urls =
        file.value("urls").items(0, 100, "a list of URLs").stream()
            .map(SettingsReader::url)
            .toList();
    return new RemoteFile(fileName(file), urls, fingerprint(file, Fingerprint.Measured.FILE));
  }

  private static String license(Fields source) {
    return source.value("license").text("the license's name");
  }

  private static String fileName(Fields file) {
    return file.value("name").text("the file's name");
  }

  private static Fingerprint.Measured measured(Fields file) {
    return file.value("of")
        .choice(Map.of("file", Fingerprint.Measured.FILE, "content", Fingerprint.Measured.CONTENT));
  }

  private static Fingerprint fingerprint(Fields file, Fingerprint.Measured measured) {
    long bytes = file.value("bytes").whole(1, Long.MAX_VALUE, "the size in bytes");
    Value sha256 = file.value("sha256");
    String allowed = "64 hexadecimal digits in lower case";
    String digits = sha256.text(allowed);
    if (!SHA256.matcher(digits).matches()) {
      sha256.wrong(allowed);
      digits = "0".repeat(64); // nobody uses it: a mistake ends the reading
    }
    return new Fingerprint(measured, Math.max(bytes, 0), digits);
  }

  private static URI url(Value value) {
    String allowed = "a URL that begins with http:// or https://";
    String text = value.text(allowed);
    if (text.isEmpty()) {
      return NOWHERE;
    }
    try {
      URI uri = new URI(text);
      if (Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
          && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below, in one way for all that is no URL.
    }
    value.wrong(allowed);
    return NOWHERE;
  }

  /** A path, in which a {@code ~} at the start is the user's home. */
  private static Path path(Value value) {
    String allowed = "a path";
    try {
      return Path.of(Value.fromHome(value.text(allowed)));
    } catch (InvalidPathException e) {
      value.wrong(allowed);
      return Path.of("");
    }
  }
}
