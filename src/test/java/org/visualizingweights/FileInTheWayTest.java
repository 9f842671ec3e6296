package org.visualizingweights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileInTheWayTest {
  @TempDir Path folder;

  @Test
  void aFileThatIsInTheWayIsNamedHoweverFarAboveItIs() throws IOException {
    Path file = Files.writeString(folder.resolve("runs"), "");

    assertThat(FileInTheWay.of(file))
        .contains(file + " is a file, not a folder: move it away, or name another folder");
    assertThat(FileInTheWay.of(file.resolve("a/b"))).isEqualTo(FileInTheWay.of(file));
  }

  @Test
  void aLinkThatLeadsNowhereIsInTheWayAndOneToAFolderIsNot() throws IOException {
    Path nowhere = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone"));
    Path good = Files.createSymbolicLink(folder.resolve("good"), folder);

    assertThat(FileInTheWay.of(nowhere.resolve("a")).orElseThrow())
        .startsWith(nowhere + " is a link that leads nowhere");
    assertThat(FileInTheWay.of(good.resolve("a"))).isEmpty();
  }

  @Test
  void nothingIsInTheWayOfAFolderThatIsThereOrCanBeMade() {
    assertThat(FileInTheWay.of(folder)).isEmpty();
    assertThat(FileInTheWay.of(folder.resolve("new/and/newer"))).isEmpty();
  }
}
