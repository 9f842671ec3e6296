import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.artifact.versioning.ComparableVersion;

/**
 * Says which parts have known advisories: {@code java -cp maven-artifact.jar Advisories.java PARTS
 * ADVISORIES}.
 *
 * <p>PARTS is what {@code mvn dependency:list -DoutputFile=PARTS} writes. A line of ADVISORIES is
 * an advisory, its date and its title, the part as group:artifact, the first version that it is
 * about, the first that it is not any more, or the last that it is, either of which may be missing,
 * and what else is known.
 */
final class Advisories {
  private static final Pattern CELL = Pattern.compile("(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,]*))");
  private static final Pattern PART =
      Pattern.compile("([\\w.-]+:[\\w.-]+):\\w[\\w-]*(?::[\\w.-]+)?:([\\w.-]+):(?:compile|runtime)");

  private Advisories() {}

  public static void main(String[] files) throws IOException {
    Map<String, String> parts = parts(Path.of(files[0]));
    List<String> found = new ArrayList<>();
    int known = 0;
    String newest = "";
    for (String line : Files.readAllLines(Path.of(files[1]))) {
      List<String> advisory = cells(line);
      if (advisory.size() > 6) {
        known++;
        newest = newest.compareTo(advisory.get(1)) < 0 ? advisory.get(1) : newest;
        String version = parts.get(advisory.get(3));
        if (version != null
            && isAbout(version, advisory.get(4), advisory.get(5), advisory.get(6))
            && !advisory.get(2).startsWith("Withdrawn")) {
          found.add(sentence(advisory, version));
        }
      }
    }
    System.out.printf(
        "%d parts, %d known advisories up to %.10s, %d of them about these parts%n",
        parts.size(), known, newest, found.size());
    found.stream().sorted().forEach(System.out::println);
  }

  private static Map<String, String> parts(Path file) throws IOException {
    Map<String, String> parts = new HashMap<>();
    Matcher part = PART.matcher(Files.readString(file));
    while (part.find()) {
      parts.put(part.group(1), part.group(2));
    }
    return parts;
  }

  private static List<String> cells(String line) {
    return CELL.matcher(line)
        .results()
        .map(cell -> cell.group(1) != null ? cell.group(1) : cell.group(2))
        .toList();
  }

  private static boolean isAbout(String version, String first, String firstNot, String last) {
    ComparableVersion ours = new ComparableVersion(version);
    return ours.compareTo(new ComparableVersion(first)) >= 0
        && (firstNot.isEmpty() || ours.compareTo(new ComparableVersion(firstNot)) < 0)
        && (last.isEmpty() || ours.compareTo(new ComparableVersion(last)) <= 0);
  }

  private static String sentence(List<String> advisory, String version) {
    String cure =
        advisory.get(5).isEmpty() ? "no version is known without it" : "not in " + advisory.get(5);
    return "%s %s: %s, %s (%s)"
        .formatted(advisory.get(3), version, advisory.get(0), advisory.get(2), cure);
  }
}
