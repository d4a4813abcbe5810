package io.fairlead.registry.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.registry.catalog.PullThroughRule;
import io.fairlead.registry.names.RepositoryName;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where other registries are, and what they call a repository. */
final class UpstreamUrlTest {

  @ParameterizedTest
  @CsvSource({
    "quay.io, https://quay.io",
    "https://quay.io, https://quay.io",
    "registry.example.com:5000, https://registry.example.com:5000",
    "http://127.0.0.1:5000, http://127.0.0.1:5000",
    "http://localhost:5000, http://localhost:5000"
  })
  void readsWhereARegistryIs(String text, String uri) {
    assertThat(UpstreamUrl.read(text))
        .isInstanceOfSatisfying(
            UpstreamUrl.Reading.Read.class, read -> assertThat(read.url().uri()).hasToString(uri));
  }

  @ParameterizedTest
  @CsvSource({
    "http://quay.io, https only",
    "http://10.0.0.1, https only",
    "http://127.0.0.1.example.com, https only",
    "'', HOST[:PORT]",
    "quay.io/v2, HOST[:PORT]",
    "user@quay.io, HOST[:PORT]",
    "ftp://quay.io, HOST[:PORT]",
    "quay.io:99999, HOST[:PORT]",
    "'quay.io?x', HOST[:PORT]",
    "'[::1]:5000', HOST[:PORT]"
  })
  void refusesWhatIsNoRegistry(String text, String why) {
    assertThat(UpstreamUrl.read(text))
        .isInstanceOfSatisfying(
            UpstreamUrl.Reading.Wrong.class, wrong -> assertThat(wrong.why()).contains(why));
  }

  @ParameterizedTest
  @CsvSource({
    "hub, ROOT, hub/library/nginx, library/nginx",
    "hub, mirror/x, hub/nginx, mirror/x/nginx",
    "ROOT, ROOT, library/nginx, library/nginx",
    "ROOT, all, nginx, all/nginx",
    "hub, ROOT, hubs/nginx, ",
    "hub, ROOT, hub, "
  })
  void saysWhatTheOtherRegistryCallsARepository(
      String prefix, String upstreamPrefix, String name, String expected) {
    PullThroughRule rule =
        new PullThroughRule(
            prefix, "quay.io", Optional.empty(), upstreamPrefix, Instant.EPOCH, Instant.EPOCH);
    assertThat(rule.upstreamName(RepositoryName.parse(name).orElseThrow()).map(it -> it.text()))
        .isEqualTo(Optional.ofNullable(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bearer realm=\"https://192.0.2.7/token\",service=\"r\" | https://192.0.2.7/token?service=r&scope=a%3Ab",
        "bearer realm=\"https://quay.io/t?x=1\" | https://quay.io/t?x=1&scope=a%3Ab",
        "Bearer realm=\"http://192.0.2.7/token\" | ",
        "Bearer realm=\"https://127.0.0.1/token\" | ",
        "Bearer realm=\"not an address\" | ",
        "Basic realm=\"x\" | "
      })
  void readsWhereATokenIsToBeHad(String header, String address) {
    UpstreamUrl quay = ((UpstreamUrl.Reading.Read) UpstreamUrl.read("quay.io")).url();
    assertThat(Challenge.read(header, quay).map(it -> it.address("a:b").toString()))
        .isEqualTo(Optional.ofNullable(address));
  }

  @ParameterizedTest
  @CsvSource({
    "quay.io, https://192.0.2.7/x, true",
    "quay.io, http://192.0.2.7/x, false",
    "quay.io, http://quay.io/x, false",
    "quay.io, https://127.0.0.1/x, false",
    "quay.io, https://localhost/x, false",
    "quay.io, https://[::1]/x, false",
    "quay.io, https://[::ffff:127.0.0.1]/x, false",
    "quay.io, https://169.254.169.254/x, false",
    "quay.io, https://0.0.0.0/x, false",
    "quay.io, https:x, false",
    "quay.io, file:///etc/passwd, false",
    "127.0.0.1, https://127.0.0.1/x, true",
    "http://127.0.0.1:5000, http://127.0.0.1:6000/x, true",
    "http://127.0.0.1:5000, https://192.0.2.7/x, true",
    "http://127.0.0.1:5000, http://192.0.2.7/x, false",
    "http://127.0.0.1:5000, http://169.254.169.254/x, false"
  })
  void saysWhereARegistryMaySend(String registry, String address, boolean may) {
    UpstreamUrl url = ((UpstreamUrl.Reading.Read) UpstreamUrl.read(registry)).url();
    assertThat(url.maySendTo(URI.create(address))).isEqualTo(may);
  }
}
