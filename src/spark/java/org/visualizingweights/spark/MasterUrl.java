package org.visualizingweights.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names what gives Spark its executors. */
record MasterUrl(String url) {
  private static final String STANDALONE = "spark://";
  private static final String KUBERNETES = "k8s://";
  private static final String YARN = "yarn";
  private static final Pattern LOCAL = Pattern.compile("local(\\[.*])?|local-cluster\\[.*]");
  private static final Pattern HOST_AND_PORT = Pattern.compile("(?<host>.+):(?<port>\\d{1,5})");
  private static final int LARGEST_PORT = 65_535;
  private static final int PATIENCE_MILLIS = 5_000;

  /** Whether it is a master of Spark's own, which starts executors at once. */
  boolean isStandalone() {
    return url.startsWith(STANDALONE);
  }

  /** Whether the executor is in the driver's own process. */
  boolean isLocal() {
    return LOCAL.matcher(url).matches();
  }

  /**
   * Finds out at once what Spark would find out after a minute.
   *
   * @throws Unusable where no master has such a name, or none of those named takes a connection
   */
  void check() throws Unusable {
    if (isStandalone()) {
      List<String> refusals = new ArrayList<>();
      for (InetSocketAddress address : addresses()) {
        refusals.addAll(refusal(address).toList());
      }
      if (refusals.size() == addresses().size()) {
        throw new Unusable(
            ("No Spark master can be reached at %s: %s. Its page and the first lines of its log say"
                    + " which address it has; a firewall may be between.")
                .formatted(url, String.join("; ", refusals)));
      }
    } else if (!isLocal() && !url.equals(YARN) && !url.startsWith(KUBERNETES)) {
      throw unknown();
    }
  }

  private Unusable unknown() {
    return new Unusable(
        ("%s names no Spark master. It is to be spark://HOST:PORT (usually port 7077), local[*] for"
                + " this machine, or, where SPARK_HOME names a Spark with these, yarn or"
                + " k8s://HOST:PORT.")
            .formatted(url));
  }

  /** Of the master, or of those that stand in for one another. */
  private List<InetSocketAddress> addresses() throws Unusable {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String address : url.substring(STANDALONE.length()).split(",")) {
      var parts = HOST_AND_PORT.matcher(address);
      if (!parts.matches() || Integer.parseInt(parts.group("port")) > LARGEST_PORT) {
        throw unknown();
      }
      addresses.add(
          new InetSocketAddress(parts.group("host"), Integer.parseInt(parts.group("port"))));
    }
    return addresses;
  }

  /** Why an address takes no connection; empty where it does. */
  private static Stream<String> refusal(InetSocketAddress address) {
    if (address.isUnresolved()) {
      return Stream.of("no machine is known by the name " + address.getHostString());
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, PATIENCE_MILLIS);
      return Stream.empty();
    } catch (IOException e) {
      return Stream.of(
          "%s port %s: %s".formatted(address.getHostString(), address.getPort(), e.getMessage()));
    }
  }

  @Override
  public String toString() {
    return url;
  }
}
