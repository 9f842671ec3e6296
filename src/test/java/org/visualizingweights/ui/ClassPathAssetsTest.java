package org.visualizingweights.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.Resource;
import org.visualizingweights.view.CapturesApi;

/** What the pages load, by the names that are in them. */
class ClassPathAssetsTest {
  private static final String WEBJARS = "META-INF/resources/webjars";

  @TempDir Path folder;

  private static Set<String> namedByThePages() {
    Pages pages = new Pages();
    Stream<String> dl4j =
        Stream.of("overview", "model", "system")
            .map(page -> pages.render(page, "run", List.of("run"), "en"));
    Stream<String> ours = Stream.of(Resource.text(CapturesApi.class, "page.html"));
    return Stream.concat(dl4j, ours)
        .flatMap(html -> Pattern.compile("\"(?:\\./|/)?(assets/[^\"]+)\"").matcher(html).results())
        .map((MatchResult name) -> "/" + name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyFileThatAPageNamesIsThere() throws IOException {
    Set<String> named = namedByThePages();
    assertThat(named).contains("/assets/js/train/model.js").hasSizeGreaterThan(30);
    UiSettings settings = new UiSettings(true, "127.0.0.1", 0, false, List.of());
    try (UiServer server = UiServer.start(settings, folder, false)) {
      for (String name : named) {
        assertThat(Asker.status(Asker.of(server).get(name))).as(name).isEqualTo(200);
      }
    }
  }

  /** Or it could be left out, as others of DL4J's are in pom.xml. */
  @Test
  void everyLibraryIsNamedByAPage() throws IOException {
    Set<String> named = namedByThePages();
    Set<String> libraries = libraries();
    assertThat(libraries).contains("/assets/webjars/flot/0.8.3/").hasSizeGreaterThan(20);
    assertThat(libraries)
        .filteredOn(library -> named.stream().noneMatch(name -> name.startsWith(library)))
        .isEmpty();
  }

  /** Where the files are of every WebJar. */
  private static Set<String> libraries() throws IOException {
    Set<String> libraries = new TreeSet<>();
    for (URL root : Collections.list(Pages.class.getClassLoader().getResources(WEBJARS))) {
      try (JarFile jar = ((JarURLConnection) root.openConnection()).getJarFile()) {
        Pattern folder = Pattern.compile(WEBJARS + "/([^/]+/[^/]+/).+");
        jar.stream()
            .map(JarEntry::getName)
            .map(folder::matcher)
            .filter(name -> name.matches())
            .forEach(name -> libraries.add("/assets/webjars/" + name.group(1)));
      }
    }
    return libraries;
  }
}
