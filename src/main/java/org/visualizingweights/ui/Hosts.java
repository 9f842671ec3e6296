package org.visualizingweights.ui;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names that this server is asked for by. Any other may be a name of another site that was made
 * to point here ("DNS rebinding"), so that a page of that site could read what is answered. Nobody
 * can do that with an address.
 */
final class Hosts {
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+\\]");

  private final Set<String> names = new HashSet<>(Set.of("localhost"));
  private final Set<String> listed;

  /**
   * @param own the name or the address that it was told to listen on
   * @param listed names besides those of this machine
   * @param loopback whether no other machine can ask
   */
  Hosts(String own, List<String> listed, boolean loopback) {
    this.listed =
        listed.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    names.addAll(this.listed);
    names.add(own.toLowerCase(Locale.ROOT));
    if (!loopback) {
      addThisMachine();
    }
  }

  private void addThisMachine() {
    try {
      String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
      String first = name.replaceFirst("\\..*", "");
      names.addAll(Set.of(name, first + ".local"));
      names.add(first);
    } catch (UnknownHostException e) {
      // It has none that could be asked for.
    }
  }

  /**
   * Whether a name is one of these.
   *
   * @param host with or without a port
   */
  boolean include(String host) {
    String name = name(host);
    return names.contains(name) || ADDRESS.matcher(name).matches();
  }

  /**
   * Whether a page's origin is this server, as a browser sees it: the host that it asks, or one
   * that is listed, as where something between them asks in its own name.
   */
  boolean areOrigin(String origin, String host) {
    String from = origin.replaceFirst("^https?://", "");
    return !from.equals(origin) && (from.equalsIgnoreCase(host) || listed.contains(name(from)));
  }

  /** A host without its port. */
  static String name(String host) {
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    return (end > 0 ? host.substring(0, end) : host).toLowerCase(Locale.ROOT);
  }
}
