package io.fairlead.registry.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.registry.manifests.ManifestReader.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestReaderTest {
  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);
  private static final String C = "sha256:" + "c".repeat(64);

  @ParameterizedTest
  @ValueSource(strings = {OCI, "application/vnd.docker.distribution.manifest.v2+json"})
  void findsTheBlobsOfAnImage(String type) {
    Manifest manifest =
        read(
            type,
            "{'schemaVersion':2,'config':{'mediaType':'x/config','digest':'A','size':2},"
                + "'layers':[{'digest':'B','size':1},"
                + "{'digest':'C','size':1,'urls':['http://elsewhere/']}]}");
    assertThat(manifest.mediaType()).isEqualTo(type);
    assertThat(manifest.blobs()).containsExactly(A, B);
    assertThat(manifest.manifests()).isEmpty();
    assertThat(manifest.artifactType()).contains("x/config");
    assertThat(manifest.subject()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {INDEX, "application/vnd.docker.distribution.manifest.list.v2+json"})
  void findsTheManifestsOfAnIndex(String type) {
    Manifest manifest = read(type, "{'schemaVersion':2,'manifests':[{'digest':'A','size':1}]}");
    assertThat(manifest.manifests()).containsExactly(A);
    assertThat(manifest.blobs()).isEmpty();
    assertThat(manifest.artifactType()).isEmpty();
  }

  @Test
  void findsWhatAnArtifactIsAbout() {
    Manifest manifest =
        read(
            OCI + "; charset=utf-8",
            "{'schemaVersion':2,'artifactType':'x/sbom','mediaType':'"
                + OCI
                + "','config':{'mediaType':'e','digest':'A','size':2},'layers':[],"
                + "'subject':{'digest':'B','size':5},'annotations':{'k':'v'}}");
    assertThat(manifest.artifactType()).contains("x/sbom");
    assertThat(manifest.subject()).contains(B);
    assertThat(manifest.annotations()).contains("{\"k\":\"v\"}");
  }

  @Test
  void takesTheTypeInsideWhereTheRequestNamesNone() {
    assertThat(read("", "{'mediaType':'" + INDEX + "','schemaVersion':2,'manifests':[]}"))
        .extracting(Manifest::mediaType)
        .isEqualTo(INDEX);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "text/plain | {} | no manifest of type",
        "\"\" | {} | no manifest of type",
        "M | [] | JSON object",
        "M | \"\" | JSON object",
        "M | 1 | JSON object",
        "M | {'schemaVersion':1} | schemaVersion",
        "M | {'schemaVersion':2} | config",
        "M | {'schemaVersion':2,'config':{'digest':'A','size':1}} | layers",
        "M | {'schemaVersion':2,'config':{'digest':'A'},'layers':[]} | size",
        "M | {'schemaVersion':2,'config':{'digest':'A','size':-1},'layers':[]} | size",
        "M | {'schemaVersion':2,'config':{'digest':'A','size':1.5},'layers':[]} | size",
        "M | {'schemaVersion':2,'config':{'digest':'md5:x','size':1},'layers':[]} | digest",
        "M | {'schemaVersion':2,'config':{'digest':7,'size':1},'layers':[]} | digest",
        "M | {'schemaVersion':2,'config':{'digest':'A','size':1},'layers':[1]} | digest",
        "M | {'schemaVersion':2,'config':{'digest':'A','size':1},'layers':{}} | layers",
        "M | {'schemaVersion':2,'schemaVersion':2} | not JSON",
        "M | {'schemaVersion':2} {} | not JSON",
        "M | {'mediaType':'x/y','schemaVersion':2} | says x/y",
        "M | {'schemaVersion':2,'config':{'digest':'A','size':1},'layers':[],'subject':1} | subject",
        "M | {'schemaVersion':2,'config':{'digest':'A','size':1},'layers':[],'annotations':1} | annotations",
        "application/vnd.docker.distribution.manifest.v1+prettyjws | {} | no manifest of type"
      })
  void saysWhatIsWrong(String type, String content, String expected) {
    Reading reading =
        ManifestReader.read(type.equals("M") ? OCI : type, json(content == null ? "" : content));
    assertThat(reading).isInstanceOf(Reading.Wrong.class);
    assertThat(((Reading.Wrong) reading).why()).contains(expected);
  }

  @Test
  void isNotExhaustedByNesting() {
    assertThat(ManifestReader.read(OCI, json("[".repeat(100_000))))
        .isInstanceOf(Reading.Wrong.class);
  }

  private static Manifest read(String type, String content) {
    Reading reading = ManifestReader.read(type, json(content));
    assertThat(reading).isInstanceOf(Reading.Read.class);
    return ((Reading.Read) reading).manifest();
  }

  private static byte[] json(String content) {
    return content
        .replace("'A'", "'" + A + "'")
        .replace("'B'", "'" + B + "'")
        .replace("'C'", "'" + C + "'")
        .replace('\'', '"')
        .getBytes(UTF_8);
  }
}
