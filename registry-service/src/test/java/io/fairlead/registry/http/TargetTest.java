package io.fairlead.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.registry.names.RepositoryName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetTest {

  @ParameterizedTest
  @CsvSource({
    "/v2/a/blobs/sha256:00, Blob, a",
    "/v2/a/b/c/blobs/x, Blob, a/b/c",
    "/v2/a/blobs/uploads/, Uploads, a",
    "/v2/a/blobs/uploads, Uploads, a",
    "/v2/a/blobs/uploads/5, Upload, a",
    "/v2/a/manifests/latest, Manifest, a",
    "/v2/manifests/manifests/manifests, Manifest, manifests",
    "/v2/blobs/uploads/manifests/1, Manifest, blobs/uploads",
    "/v2/a/tags/list, Tags, a",
    "/v2/tags/list/tags/list, Tags, tags/list",
    "/v2/a/referrers/sha256:00, Referrers, a",
  })
  void readsPathsFromTheirEnd(String path, String kind, String name) {
    Target target = Target.of(path);
    assertThat(target.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(((Target.InRepository) target).repository()).isEqualTo(new RepositoryName(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/A/manifests/1",
        "/v2/a//b/manifests/1",
        "/v2/-a/manifests/1",
        "/v2/a-/manifests/1",
        "/v2/../manifests/1",
        "/v2/a/../../etc/manifests/1",
        "/v2/./manifests/1",
        "/v2/a___b/manifests/1",
        "/v2/a\u0000/manifests/1",
        "/v2/a b/tags/list",
        "/v2/a\\b/blobs/x"
      })
  void refusesNamesThatAreNone(String path) {
    assertThat(Target.of(path)).isInstanceOf(Target.BadName.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/v1/",
        "/v2//",
        "/v2/a",
        "/v2/a/",
        "/v2/manifests/1",
        "/v2/a/manifests/",
        "/v2/a/manifests/1/2",
        "/v2/a/tags",
        "/v2/a/tags/list/",
        "/v2/_catalog",
        "/v2/a/blobs/",
        "/token/",
        "v2/"
      })
  void knowsNothingElse(String path) {
    assertThat(Target.of(path)).isInstanceOf(Target.Nowhere.class);
  }
}
