package org.visualizingweights.run;

import org.visualizingweights.Resource;
import org.visualizingweights.network.Architecture;

/** The network of the runs that did not record theirs: then there was but one, with two heads. */
final class FormerNetwork {
  static final Architecture RESNET_18 =
      JsonFile.MAPPER.readValue(
          Resource.text(FormerNetwork.class, "former-network.json"), Architecture.class);

  private FormerNetwork() {}
}
