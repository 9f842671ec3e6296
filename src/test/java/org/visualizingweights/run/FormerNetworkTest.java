package org.visualizingweights.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.network.Architecture;
import org.visualizingweights.network.Part;

class FormerNetworkTest {
  private static final Architecture FORMER = FormerNetwork.RESNET_18;

  @Test
  void itIsResNet18WithTheHeadOfTheNotebook() {
    assertThat(FORMER).isEqualTo(ResNet.RESNET_18.architecture(Head.CONCAT_POOL));
  }

  @Test
  void theOtherHeadHasNoVertexThatItLacks() {
    for (Part part : ResNet.RESNET_18.architecture(Head.LINEAR).parts()) {
      List<String> known = FORMER.partOf(part.vertices().get(0)).vertices();
      assertThat(known).containsAll(part.vertices());
    }
  }
}
