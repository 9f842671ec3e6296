package org.visualizingweights.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WithoutPathsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "there is no /home/me/pictures/cats here | there is no cats here",
        "Cannot read /tmp/x: no such file | Cannot read x: no such file",
        "java.nio.file.NoSuchFileException: /etc/hosts | java.nio.file.NoSuchFileException: hosts",
        "\"/a/b c/d\" and '/e/f' (/g/h/) | \"b c/d\" and 'f' (h)",
        "C:\\Users\\me\\runs is gone | runs is gone",
        "from https://example.org/a/b.pth | from https://example.org/a/b.pth",
        "12 of 24 images/s, and/or 3 / 4 | 12 of 24 images/s, and/or 3 / 4",
        "runs/untrained/2026 is relative | runs/untrained/2026 is relative"
      })
  void aPathIsCutDownToItsName(String sentence, String shown) {
    assertThat(WithoutPaths.of(sentence, Path.of("/elsewhere"))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/home/my name/all weights/resnet 18.pth | resnet 18.pth",
        "C:\\My files\\pets\\ | pets",
        "weights/resnet18.pth | weights/resnet18.pth",
        "[0.1, 0.01] | [0.1, 0.01]",
        "imagenet | imagenet"
      })
  void aSettingThatIsAPathIsCutDownToItsNameHoweverThatIsSpelled(String value, String shown) {
    assertThat(WithoutPaths.ofSettings(Map.of("weights", value)))
        .isEqualTo(Map.of("weights", shown));
  }

  @Test
  void whatLiesInTheFolderKeepsTheWayFromThere() {
    Path folder = Path.of("/home/my name/all runs");
    assertThat(WithoutPaths.of("/home/my name/all runs/a/b/storage.db is damaged", folder))
        .isEqualTo("a/b/storage.db is damaged");
    assertThat(WithoutPaths.of("There is no run in /home/my name/all runs.", folder))
        .isEqualTo("There is no run in all runs.");
  }
}
