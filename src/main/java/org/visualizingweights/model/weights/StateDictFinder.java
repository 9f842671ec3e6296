package org.visualizingweights.model.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.visualizingweights.UserError;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.Networks;
import org.visualizingweights.model.Torchvision;

/**
 * Finds the state dict in what people save: itself, or a checkpoint with one in it, up to three
 * names deep, with or without one more prefix that its own names share.
 *
 * <p>What tells it from all else is that it has every tensor of the body of a network that is
 * known, and of the one that is wanted before any other. Where several have, none is guessed. Where
 * none has, what looks most like it is found, so that what is wrong with it can be said; or else
 * the state dict of another network.
 */
final class StateDictFinder {
  /** Under which names training scripts keep it, the most usual one first. */
  private static final List<String> WRAPPERS =
      List.of("state_dict.", "model_state_dict.", "model.");

  /** What a moving average of the weights is called beside them. */
  private static final String AVERAGE = "_ema.";

  private static final int DEPTH = 3;

  // A pickle can refer to one thing over and over: no more is looked at than could be needed.
  private static final int LONGEST_NAME = 500;
  private static final int MOST_CHILDREN = 20_000;
  private static final int MOST_ENTRIES = 200_000;

  private final Comparator<Candidate> byLikeness =
      Comparator.comparingInt(
              (Candidate candidate) -> isWanted(candidate) ? candidate.likeness() : 0)
          .thenComparingInt(Candidate::likeness)
          .thenComparing(Candidate::place, Comparator.comparingInt(StateDictFinder::usualness))
          .thenComparingInt(Candidate::matches)
          .thenComparingInt(candidate -> candidate.tensors().size());

  private final Path file;
  private final String chosen;
  private final Optional<Torchvision> wanted;
  private final List<Torchvision> known;
  private final List<Dict> dicts = new ArrayList<>();
  private final List<String> foreigners = new ArrayList<>();
  private int entries;

  /** Tensors that are kept together. */
  private record Dict(String place, Map<String, StoredTensor> tensors) {}

  /**
   * @param file that is searched, for messages
   * @param chosen which one of several the user wants, by its name; empty: there is to be but one
   * @param wanted the names of the network that it is for; empty: any network is as good
   */
  StateDictFinder(Path file, String chosen, Optional<Torchvision> wanted) {
    this.file = file;
    this.chosen = chosen;
    this.wanted = wanted;
    this.known = Stream.concat(wanted.stream(), Networks.ofTorchvision()).distinct().toList();
  }

  private boolean isWanted(Candidate candidate) {
    return wanted.isEmpty() || wanted.get().equals(candidate.names());
  }

  /**
   * Finds the state dict and reads its tensors.
   *
   * @param saved all that the file holds
   * @param foreign names of classes and functions in it that were passed over
   * @throws UnusableFile if there is none
   * @throws UserError if several fit, or there is none by the chosen name
   */
  FoundWeights find(Object saved, Set<String> foreign, TensorReader reader)
      throws IOException, UnusableFile {
    search("", saved, DEPTH);
    if (dicts.isEmpty()) {
      throw new UnusableFile(
          "holds no state dict: it has no tensors by their names" + instead(saved, foreign));
    }
    Candidate found = choose();
    boolean named = found.isAlike() && !found.name().equals(Candidate.WHOLE);
    return new FoundWeights(
        named || !chosen.isEmpty() ? found.name() : "",
        reader.read(found.tensors()),
        remarks(found, foreign));
  }

  private void search(String place, Object saved, int depth) throws UnusableFile {
    Map<String, Object> children = children(saved);
    entries += children.size();
    if (entries > MOST_ENTRIES) {
      throw new UnusableFile(
          String.format(
              Locale.ROOT, "holds far more than a state dict: over %,d entries", MOST_ENTRIES));
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    children.forEach(
        (name, child) -> {
          if (child instanceof StoredTensor tensor) {
            tensors.put(name, tensor);
          } else if (child instanceof Unpickler.Foreign) {
            foreigners.add(place + name);
          }
        });
    if (!tensors.isEmpty()) {
      dicts.add(new Dict(place, tensors));
    }
    if (depth > 0) {
      for (Map.Entry<String, Object> child : children.entrySet()) {
        search(place + child.getKey() + ".", child.getValue(), depth - 1);
      }
    }
  }

  private static Map<String, Object> children(Object parent) {
    Map<String, Object> children = new LinkedHashMap<>();
    if (parent instanceof Map<?, ?> map && map.size() <= MOST_CHILDREN) {
      map.forEach((key, value) -> children.put(key.toString(), value));
    } else if (parent instanceof List<?> list && list.size() <= MOST_CHILDREN) {
      list.forEach(value -> children.put(String.valueOf(children.size()), value));
    }
    children.keySet().removeIf(name -> name.length() > LONGEST_NAME);
    return children;
  }

  private Candidate choose() {
    List<Candidate> meant = candidates(chosen);
    List<Candidate> fits = meant.stream().filter(Candidate::fits).filter(this::isWanted).toList();
    Optional<Candidate> exactly =
        fits.stream().filter(one -> one.name().equals(chosen)).findFirst();
    if (fits.size() > 1 && exactly.isEmpty()) {
      return besideItsAverage(fits).orElseThrow(() -> several(fits));
    }
    return exactly
        .or(() -> meant.stream().max(byLikeness))
        .orElseThrow(
            () ->
                UserError.badInput(
                    "%s holds no %s; it has %s"
                        .formatted(file, Printable.of(chosen), names(candidates("")))));
  }

  /** What could be meant by a name, which may be the beginning of longer ones. */
  private List<Candidate> candidates(String name) {
    String start = name.isEmpty() || name.equals(Candidate.WHOLE) ? "" : name + ".";
    List<Candidate> candidates = new ArrayList<>();
    for (Dict dict : dicts) {
      String place = dict.place.startsWith(start) ? dict.place : start;
      Map<String, StoredTensor> meant = new LinkedHashMap<>();
      dict.tensors.forEach(
          (tensorName, tensor) -> {
            String whole = dict.place + tensorName;
            if (whole.startsWith(place)) {
              meant.put(whole.substring(place.length()), tensor);
            }
          });
      if (!meant.isEmpty()) {
        candidates.addAll(Candidate.in(place, meant, known));
      }
    }
    return candidates;
  }

  /** The one under a usual name, if all others are under that of its average. */
  private static Optional<Candidate> besideItsAverage(List<Candidate> fits) {
    return fits.stream()
        .filter(one -> usualness(one.place()) > 0)
        .filter(one -> fits.stream().allMatch(other -> other == one || isAverage(other, one)))
        .findFirst();
  }

  private static boolean isAverage(Candidate one, Candidate of) {
    return one.place().equals(of.place().substring(0, of.place().length() - 1) + AVERAGE);
  }

  private static int usualness(String place) {
    int index = WRAPPERS.indexOf(place);
    return index < 0 ? 0 : WRAPPERS.size() - index;
  }

  private UserError several(List<Candidate> fits) {
    List<String> titles = fits.stream().map(fit -> fit.network().title()).distinct().toList();
    return UserError.badInput(
        "%s holds more than one %s, and none is guessed: %s; name one behind a #, such as %s"
            .formatted(
                file,
                titles.size() == 1 ? titles.get(0) : "network",
                names(fits),
                withName(fits.get(0))));
  }

  private String withName(Candidate candidate) {
    return file + "#" + Printable.plain(candidate.name());
  }

  private static String names(List<Candidate> candidates) {
    return Printable.listed(candidates.stream().map(Candidate::name).toList());
  }

  private List<String> remarks(Candidate found, Set<String> foreign) {
    List<String> remarks = new ArrayList<>();
    String before = found.place() + found.prefix();
    if (!before.isEmpty()) {
      remarks.add("left out before all names: " + Printable.of(before));
    }
    List<String> unread =
        foreigners.stream()
            .filter(name -> name.startsWith(before))
            .map(name -> name.substring(before.length()))
            .filter(found.names()::isKnown)
            .toList();
    if (!unread.isEmpty()) {
      remarks.add("of a type that is not read: " + Printable.listed(unread));
    }
    if (found.fits()) {
      List<String> useless = useless(found);
      if (!useless.isEmpty()) {
        remarks.add(
            "of no use to a %s: ".formatted(found.network().title()) + Printable.listed(useless));
      }
      candidates("").stream()
          .filter(other -> other.fits() && other.names().equals(found.names()))
          .filter(other -> !other.name().equals(found.name()))
          .forEach(other -> remarks.add("there is another one: " + withName(other)));
    }
    if (!foreign.isEmpty()) {
      remarks.add(passedOver(foreign));
    }
    return remarks;
  }

  private List<String> useless(Candidate found) {
    String before = found.place() + found.prefix();
    return dicts.stream()
        .flatMap(dict -> dict.tensors.keySet().stream().map(name -> dict.place + name))
        .filter(
            name ->
                !name.startsWith(before) || !found.names().isKnown(name.substring(before.length())))
        .toList();
  }

  private static String instead(Object saved, Set<String> foreign) {
    List<String> names = List.copyOf(children(saved).keySet());
    return (names.isEmpty() ? "" : ", but " + Printable.listed(names))
        + (foreign.isEmpty() ? "" : " (" + passedOver(foreign) + ")");
  }

  private static String passedOver(Set<String> foreign) {
    return "passed over, and nothing of it run: " + Printable.listed(List.copyOf(foreign));
  }
}
