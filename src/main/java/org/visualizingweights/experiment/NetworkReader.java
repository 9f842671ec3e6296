package org.visualizingweights.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.visualizingweights.UserError;
import org.visualizingweights.experiment.ExperimentReader.Origin;
import org.visualizingweights.files.FileFinder;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.Network;
import org.visualizingweights.model.Networks;
import org.visualizingweights.model.given.GivenNetwork;

/** Reads which network an experiment trains: one of ours, of the zoo, or in a file. */
record NetworkReader(Origin origin, GivenNetworks given, Mistakes mistakes) {
  /** Of the networks that have one; others are files. */
  static final List<String> NAMES =
      Stream.concat(Networks.ALL.stream().map(Network::name), GivenNetwork.ZOO.stream()).toList();

  /** The network that a value names. Where that is a mistake the answer is not to be used. */
  Network read(Value value) {
    String allowed = String.join(", ", NAMES) + ", or a file that Deeplearning4j saved";
    String text = Value.fromHome(value.text(allowed));
    Optional<Network> known =
        Networks.ALL.stream()
            .filter(ours -> ours.name().equals(text))
            .map(Network.class::cast)
            .findFirst()
            .or(() -> given.ofZoo(text));
    if (known.isEmpty() && !text.isEmpty()) {
      Optional<Path> file = file(text);
      if (file.isPresent()) {
        return read(value, file.get());
      }
      if (origin.recorded()) {
        throw UserError.unavailable(
            "%s, which this run trains, is not there any more; put it back".formatted(text));
      }
      value.wrong(
          text.matches(".*[./\\\\].*") ? allowed + ", and there is no " + text : allowed, NAMES);
    }
    return known.orElse(Networks.ALL.get(0));
  }

  /** Beside the experiment's file, or in the working directory. */
  private Optional<Path> file(String text) {
    try {
      Path path = Path.of(text);
      return Stream.of(origin.folder().resolve(path), path)
          .filter(Files::exists)
          .map(found -> found.toAbsolutePath().normalize())
          .findFirst();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Network read(Value value, Path file) {
    try {
      return given.read(file);
    } catch (IOException | UnusableFile e) {
      String why = "%s %s".formatted(file, FileFinder.describe(e));
      if (origin.recorded()) {
        throw UserError.unavailable("The network's file " + why, e);
      }
      mistakes.add(value.node().location(), value.key(), why);
      return Networks.ALL.get(0);
    }
  }
}
