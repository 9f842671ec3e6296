package org.visualizingweights.files;

import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.visualizingweights.UserError;

/**
 * The ways to other machines, as the user has set them: in Java's properties ({@code
 * https.proxyHost} and so on), or else as curl and most programs have it, in the environment's
 * {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and {@code no_proxy}.
 */
record Proxies(Properties properties, Map<String, String> environment) {
  private static final int PORT_OF_HTTP = 80;
  private static final int PORT_OF_SOCKS = 1080;

  /** Those of this process. */
  static Proxies ofThisProcess() {
    return new Proxies(System.getProperties(), System.getenv());
  }

  /**
   * A way to a URL.
   *
   * @param proxy to go through; empty where Java finds the way
   * @param credentials that it may ask for
   */
  record Route(Optional<Proxy> proxy, Optional<PasswordAuthentication> credentials) {

    HttpURLConnection open(URI url) throws IOException {
      HttpURLConnection connection =
          (HttpURLConnection)
              (proxy.isPresent()
                  ? url.toURL().openConnection(proxy.get())
                  : url.toURL().openConnection());
      connection.setAuthenticator(new SingleAttempt(credentials));
      return connection;
    }

    /** Through what, in words; empty where that is Java's to know. */
    String inWords() {
      return proxy
          .map(through -> (InetSocketAddress) through.address())
          .map(address -> " through the proxy " + address.getHostString() + ":" + address.getPort())
          .orElse("");
    }
  }

  /** Answers a proxy that asks who it is, but not again: what was wrong stays wrong. */
  private static final class SingleAttempt extends Authenticator {
    private Optional<PasswordAuthentication> untried;

    SingleAttempt(Optional<PasswordAuthentication> credentials) {
      untried = credentials;
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      Optional<PasswordAuthentication> answer =
          untried.filter(credentials -> getRequestorType() == RequestorType.PROXY);
      untried = Optional.empty();
      return answer.orElse(null); // as Java wants it
    }
  }

  /**
   * The way to a URL.
   *
   * @throws UserError where it is set to what nobody can understand
   */
  Route to(URI url) {
    String scheme = url.getScheme();
    boolean javas =
        Stream.of(scheme + ".proxyHost", "socksProxyHost", "java.net.useSystemProxies")
            .anyMatch(properties::containsKey);
    if (javas) {
      return new Route(Optional.empty(), credentials(scheme));
    }
    return Stream.of(scheme + "_proxy", "all_proxy")
        .filter(name -> !isDirect(url))
        .filter(name -> !variable(name).isEmpty())
        .findFirst()
        .map(this::through)
        .orElse(new Route(Optional.empty(), Optional.empty()));
  }

  /** Java has no such properties, but Maven and others do. */
  private Optional<PasswordAuthentication> credentials(String scheme) {
    return Optional.ofNullable(properties.getProperty(scheme + ".proxyUser"))
        .map(user -> credentials(user, properties.getProperty(scheme + ".proxyPassword", "")));
  }

  private static PasswordAuthentication credentials(String user, String password) {
    return new PasswordAuthentication(user, password.toCharArray());
  }

  private Route through(String name) {
    try {
      String value = variable(name);
      URI proxy = new URI(value.contains("://") ? value : "http://" + value);
      boolean socks = proxy.getScheme().startsWith("socks");
      if (proxy.getHost() != null && (socks || proxy.getScheme().equals("http"))) {
        int port = socks ? PORT_OF_SOCKS : PORT_OF_HTTP;
        InetSocketAddress address =
            new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? port : proxy.getPort());
        return new Route(
            Optional.of(new Proxy(socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, address)),
            Optional.ofNullable(proxy.getUserInfo())
                .map(user -> user.split(":", 2))
                .map(user -> credentials(user[0], user.length > 1 ? user[1] : "")));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Said below, without the password that may be in it.
    }
    throw UserError.unavailable(
        "the environment's %s cannot be used; it should be as http://NAME:PASSWORD@HOST:PORT, name"
                .formatted(name)
            + " and password with %XX for what is neither a letter nor a digit, or"
            + " socks5://HOST:PORT");
  }

  /** Whether no proxy is to be asked; the machine itself needs none. */
  private boolean isDirect(URI url) {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    int usual = url.getScheme().equals("https") ? 443 : 80;
    String port = ":" + (url.getPort() < 0 ? usual : url.getPort());
    return host.matches("localhost|127\\..*|\\[::1]")
        || Stream.of(variable("no_proxy").toLowerCase(Locale.ROOT).split("[,\\s]+"))
            .map(entry -> entry.replaceFirst("^\\*?\\.", ""))
            .map(entry -> entry.endsWith(port) ? entry.substring(0, entry.lastIndexOf(':')) : entry)
            .filter(entry -> !entry.isEmpty())
            .anyMatch(
                entry -> entry.equals("*") || host.equals(entry) || host.endsWith("." + entry));
  }

  /** In small letters, as curl has it, or in capitals. */
  private String variable(String name) {
    return Stream.of(name, name.toUpperCase(Locale.ROOT))
        .map(spelled -> environment.getOrDefault(spelled, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }
}
