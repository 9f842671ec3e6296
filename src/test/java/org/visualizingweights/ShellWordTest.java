package org.visualizingweights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {

  @ParameterizedTest
  @DisabledOnOs(OS.WINDOWS)
  @ValueSource(strings = {"runs/a/2026", "my runs/it's", "$HOME `x` \"y\" \\ ; &", "größe, (2)"})
  void aShellTakesItForOneWord(String text) throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", "printf %s " + ShellWord.of(text)).start();

    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs/where-it-breaks/2026-11-23T10-15-30Z", "01-lr=0.1,seed=42"})
  void whatIsPlainStaysAsItIs(String text) {
    assertThat(ShellWord.of(text)).isEqualTo(text);
  }
}
