package org.visualizingweights.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFinderTest {
  private static final Fingerprint CONTENT =
      TestFiles.fingerprint(Fingerprint.Measured.CONTENT, TestFiles.idx());

  @TempDir Path root;
  private final FileServer server = new FileServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private Path find(Path... directories) {
    DataSettings settings = new DataSettings(List.of(directories), root.resolve("cache"), Map.of());
    RemoteFile file = new RemoteFile("x.gz", List.of(server.uri("/x.gz")), CONTENT);
    return new FileFinder(settings, Console.SILENT)
        .read("set", file, FileFinderTest::content)
        .file();
  }

  private static byte[] content(Path path) throws IOException, UnusableFile {
    Optional<String> problem = CONTENT.problem(path);
    if (problem.isPresent()) {
      throw new UnusableFile(problem.get());
    }
    return Files.readAllBytes(path);
  }

  private Path put(String path, byte[] content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  @Test
  void looksInTheDirectoriesFirstPackedOrNot() throws IOException {
    put("cache/set/x.gz", TestFiles.gzip(TestFiles.idx()));
    Path plain = put("second/set/x", TestFiles.idx());

    assertThat(find(root.resolve("first"), root.resolve("second"))).isEqualTo(plain);
  }

  @Test
  void takesTheFolderOfTheDataSetItself() throws IOException {
    Path file = put("Set/x.gz", TestFiles.gzip(TestFiles.idx()));

    assertThat(find(root.resolve("Set"))).isEqualTo(file);
  }

  @Test
  void downloadsOnceIntoTheCache() {
    server.at("/x.gz", FileServer.file(TestFiles.gzip(TestFiles.idx())));

    assertThat(find()).isEqualTo(root.resolve("cache/set/x.gz"));
    assertThat(find()).exists();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void replacesADamagedFileInTheCache() throws IOException {
    server.at("/x.gz", FileServer.file(TestFiles.gzip(TestFiles.idx())));
    Path damaged = put("cache/set/x.gz", new byte[] {1, 2, 3});

    assertThat(find()).isEqualTo(damaged).hasBinaryContent(TestFiles.gzip(TestFiles.idx()));
  }
}
