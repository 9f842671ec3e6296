package org.visualizingweights.sweep.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

  @ParameterizedTest
  @MethodSource("messages")
  void aMessageIsOneLineAndReadAsItWasWritten(Message message) {
    String line = message.line();

    assertThat(line).doesNotContain("\n", "\r");
    assertThat(Message.of(line)).contains(message);
  }

  static Stream<Message> messages() {
    return Stream.of(
        new Message.Begin("/ä/x.yaml", "/runs/01-lr=0.1", Map.of("lr", "[0.1,\n\"0.2\"]")),
        new Message.Alive(12, 546),
        new Message.Ended(Optional.empty()),
        new Message.Ended(Optional.of("the disk is full\nand more")));
  }

  /** What a program prints besides, and what is left of a message whose process was killed. */
  @ParameterizedTest
  @ValueSource(strings = {"", "epoch 1/3: step 1 of 4", "{\"message\":\"ended\"}", "\u001e{\"mess"})
  void whatIsNoWholeMessageIsNone(String line) {
    assertThat(Message.of(line)).isEmpty();
  }
}
