package io.fairlead.registry;

import static io.fairlead.registry.EcrClient.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.ecr.BatchCheckLayerAvailabilityRequest;
import io.fairlead.proto.ecr.CompleteLayerUploadRequest;
import io.fairlead.proto.ecr.ECRGrpc.ECRBlockingStub;
import io.fairlead.proto.ecr.GetDownloadUrlForLayerRequest;
import io.fairlead.proto.ecr.InitiateLayerUploadRequest;
import io.fairlead.proto.ecr.UploadLayerPartRequest;
import io.fairlead.testkit.FastFolder;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that come and go through the ECR API. */
class EcrLayersIT {
  private static final String REPOSITORY = "layers";

  @TempDir(factory = FastFolder.class)
  static Path home;

  private static TestRegistry registry;
  private static EcrClient client;
  private static ECRBlockingStub ecr;

  @BeforeAll
  static void start() throws IOException {
    registry = new TestRegistry(home);
    client = new EcrClient(registry);
    ecr = client.as(EcrClient.ADMIN);
    client.create(REPOSITORY);
  }

  @AfterAll
  static void end() {
    client.close();
    registry.close();
  }

  private static String begin() {
    return ecr.initiateLayerUpload(
            InitiateLayerUploadRequest.newBuilder().setRepositoryName(REPOSITORY).build())
        .getUploadId();
  }

  private static long add(String upload, long first, long last, byte[] bytes) {
    return ecr.uploadLayerPart(
            UploadLayerPartRequest.newBuilder()
                .setRepositoryName(REPOSITORY)
                .setUploadId(upload)
                .setPartFirstByte(first)
                .setPartLastByte(last)
                .setLayerPartBlob(ByteString.copyFrom(bytes))
                .build())
        .getLastByteReceived();
  }

  private static String complete(String upload, String... digests) {
    return ecr.completeLayerUpload(
            CompleteLayerUploadRequest.newBuilder()
                .setRepositoryName(REPOSITORY)
                .setUploadId(upload)
                .addAllLayerDigests(Arrays.asList(digests))
                .build())
        .getLayerDigest();
  }

  /** A layer that the repository has. */
  private static String layer(String content) {
    byte[] bytes = content.getBytes(UTF_8);
    String upload = begin();
    add(upload, 0, bytes.length - 1, bytes);
    return complete(upload, Images.digest(bytes).toString());
  }

  private static URI address(String layer) {
    return URI.create(
        ecr.getDownloadUrlForLayer(
                GetDownloadUrlForLayerRequest.newBuilder()
                    .setRepositoryName(REPOSITORY)
                    .setLayerDigest(layer)
                    .build())
            .getDownloadUrl());
  }

  @Test
  void aLayerIsUploadedInPartsOfTheSizeThatIsToldAndDownloaded() throws IOException {
    var begun =
        ecr.initiateLayerUpload(
            InitiateLayerUploadRequest.newBuilder().setRepositoryName(REPOSITORY).build());
    int part = Math.toIntExact(begun.getPartSize());
    byte[] layer = Images.bytes(part + 12_345, 1);

    assertThat(add(begun.getUploadId(), 0, part - 1, Arrays.copyOf(layer, part)))
        .isEqualTo(part - 1);
    assertThat(
            add(
                begun.getUploadId(),
                part,
                layer.length - 1,
                Arrays.copyOfRange(layer, part, layer.length)))
        .isEqualTo(layer.length - 1);
    String digest = Images.digest(layer).toString();
    assertThat(complete(begun.getUploadId(), digest)).isEqualTo(digest);

    assertThat(
            ecr.batchCheckLayerAvailability(
                    BatchCheckLayerAvailabilityRequest.newBuilder()
                        .setRepositoryName(REPOSITORY)
                        .addLayerDigests(digest)
                        .build())
                .getLayers(0)
                .getLayerSize())
        .isEqualTo(layer.length);
    try (Client nobody = new Client(registry.uri(), "")) {
      assertThat(nobody.send("GET", address(digest).toString()).body()).isEqualTo(layer);
    }
  }

  @Test
  void anAddressIsForOneLayerOnly() throws IOException {
    String one = layer("one");
    String other = layer("other");
    String query = "?" + address(one).getRawQuery();

    try (Client nobody = new Client(registry.uri(), "")) {
      String path = "/v2/" + REPOSITORY + "/blobs/";
      assertThat(nobody.send("GET", path + one + query).statusCode()).isEqualTo(200);
      assertThat(nobody.send("HEAD", path + one + query).statusCode()).isEqualTo(200);
      assertThat(nobody.send("GET", path + other + query).statusCode()).isEqualTo(401);
      assertThat(nobody.send("DELETE", path + one + query).statusCode()).isEqualTo(401);
      assertThat(nobody.send("GET", path + one).statusCode()).isEqualTo(401);
      assertThat(nobody.send("GET", path + one + query + "x").statusCode()).isEqualTo(401);
      assertThat(nobody.send("GET", "/v2/others/blobs/" + one + query).statusCode()).isEqualTo(401);
      assertThat(nobody.send("GET", "/v2/" + REPOSITORY + "/tags/list" + query).statusCode())
          .isEqualTo(401);
    }
    refused(() -> address("sha256:" + "0".repeat(64)), "LayersNotFoundException", "does not exist");
    refused(() -> address("sha256:12"), "InvalidParameterException", "layerDigest");
  }

  @Test
  void aPartThatDoesNotFitIsRefusedWithWhatIsThere() {
    String upload = begin();
    byte[] four = {1, 2, 3, 4};
    add(upload, 0, 3, four);

    StatusRuntimeException gap =
        catchThrowableOfType(StatusRuntimeException.class, () -> add(upload, 5, 8, four));
    var info = ApiErrors.info(gap).orElseThrow();
    assertThat(info.getReason()).isEqualTo("InvalidLayerPartException");
    assertThat(info.getMetadataMap())
        .containsEntry("lastValidByteReceived", "3")
        .containsEntry("uploadId", upload);
    refused(() -> add(upload, 4, 6, four), "InvalidLayerPartException", "has 4 bytes");
    refused(() -> add(upload, 4, 2, four), "InvalidLayerPartException", "has 4 bytes");
    assertThat(add(upload, 4, 7, four)).isEqualTo(7);
  }

  @Test
  void anUploadThatCannotBeALayerIsRefused() {
    String none = UUID.randomUUID().toString();
    String digest = Images.digest("text".getBytes(UTF_8)).toString();
    refused(() -> add(none, 0, 0, new byte[1]), "UploadNotFoundException", none);
    refused(() -> complete(none, digest), "UploadNotFoundException", none);

    String empty = begin();
    refused(() -> complete(empty, digest), "EmptyUploadException", "does not contain any");
    refused(() -> complete(empty, digest, digest + "0"), "InvalidParameterException", "the one");
    refused(() -> complete(empty, "md5:00"), "InvalidParameterException", "layerDigests");

    String wrong = begin();
    add(wrong, 0, 2, new byte[3]);
    refused(() -> complete(wrong, digest), "InvalidLayerException", digest);
    refused(() -> complete(wrong, digest), "UploadNotFoundException", wrong);
  }

  @Test
  void aLayerThatIsThereIsNotTakenAgain() {
    byte[] bytes = "twice".getBytes(UTF_8);
    String digest = layer("twice");
    String again = begin();
    add(again, 0, bytes.length - 1, bytes);

    refused(() -> complete(again, digest), "LayerAlreadyExistsException", digest);
  }

  @Test
  void anUploadBelongsToItsRepository() {
    client.create("another");
    String upload = begin();
    refused(
        () ->
            ecr.uploadLayerPart(
                UploadLayerPartRequest.newBuilder()
                    .setRepositoryName("another")
                    .setUploadId(upload)
                    .setPartFirstByte(0)
                    .setPartLastByte(0)
                    .setLayerPartBlob(ByteString.copyFrom(new byte[1]))
                    .build()),
        "UploadNotFoundException",
        "'another'");
  }
}
