package org.visualizingweights.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.UserError;

/** The rules are curl's: https://curl.se/docs/manpage.html#ENVIRONMENT. */
class ProxiesTest {
  private static final URI HTTPS = URI.create("https://example.org/file");

  private static Proxies.Route way(Map<String, String> environment, String url) {
    return new Proxies(new Properties(), environment).to(URI.create(url));
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example:3128, HTTP proxy.example:3128",
    "proxy.example:3128, HTTP proxy.example:3128",
    "http://proxy.example/, HTTP proxy.example:80",
    "socks5h://proxy.example, SOCKS proxy.example:1080"
  })
  void theEnvironmentNamesAProxy(String variable, String proxy) {
    Proxy through = way(Map.of("https_proxy", variable), HTTPS.toString()).proxy().orElseThrow();
    InetSocketAddress address = (InetSocketAddress) through.address();
    assertThat(through.type() + " " + address.getHostString() + ":" + address.getPort())
        .isEqualTo(proxy);
  }

  @ParameterizedTest
  @CsvSource({
    "http_proxy, http://example.org/, true",
    "http_proxy, https://example.org/, false",
    "https_proxy, http://example.org/, false",
    "https_proxy, https://example.org/, true",
    "HTTPS_PROXY, https://example.org/, true",
    "all_proxy, https://example.org/, true",
    "all_proxy, http://localhost:8000/, false",
    "all_proxy, http://127.0.0.1/, false",
    "all_proxy, http://[::1]/, false"
  })
  void eachKindOfUrlHasItsOwnAndThisMachineNone(String variable, String url, boolean proxy) {
    assertThat(way(Map.of(variable, "http://proxy:1"), url).proxy().isPresent()).isEqualTo(proxy);
  }

  @ParameterizedTest
  @CsvSource({
    "*, false",
    "example.org, false",
    ".example.org, false",
    "'a.example, data.EXAMPLE.org', false",
    "data.example.org:443, false",
    "*.example.org, false",
    "data.example.org:8443, true",
    "ample.org, true",
    "'', true"
  })
  void whatIsExceptedIsReachedDirectly(String excepted, boolean proxy) {
    Map<String, String> environment = Map.of("https_proxy", "http://proxy:1", "no_proxy", excepted);
    assertThat(way(environment, "https://data.example.org/file").proxy().isPresent())
        .isEqualTo(proxy);
  }

  @Test
  void nameAndPasswordMayBeThere() {
    Map<String, String> environment = Map.of("https_proxy", "http://me:a%20b%3A@proxy:1");
    assertThat(way(environment, HTTPS.toString()).credentials())
        .hasValueSatisfying(is("me", "a b:"));
  }

  private static Consumer<PasswordAuthentication> is(String name, String password) {
    return credentials -> {
      assertThat(credentials.getUserName()).isEqualTo(name);
      assertThat(credentials.getPassword()).isEqualTo(password.toCharArray());
    };
  }

  @Test
  void javasOwnPropertiesComeFirstWithNameAndPasswordAsMavenHasThem() {
    Properties properties = new Properties();
    properties.setProperty("https.proxyHost", "other");
    properties.setProperty("https.proxyUser", "me");
    properties.setProperty("https.proxyPassword", "secret");
    Proxies proxies = new Proxies(properties, Map.of("all_proxy", "http://proxy:1"));

    assertThat(proxies.to(HTTPS).proxy()).as("Java finds it").isEmpty();
    assertThat(proxies.to(HTTPS).credentials()).hasValueSatisfying(is("me", "secret"));
    assertThat(proxies.to(URI.create("http://example.org/")).proxy()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://me:secret@proxy",
        "http://me:secret@proxy:99999",
        "http://me:secret@",
        "http://me:secret@a b"
      })
  void whatCannotBeUsedIsSaidWithoutThePassword(String variable) {
    assertThatThrownBy(() -> way(Map.of("https_proxy", variable), HTTPS.toString()))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("the environment's https_proxy cannot be used; it should be as")
        .hasMessageNotContaining("secret");
  }
}
