package io.fairlead.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import io.fairlead.proto.ecr.DescribeImagesRequest;
import io.fairlead.proto.ecr.ImageDetail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jib builds an image straight into the registry, and another one on top of it: over TLS, with a
 * certificate that it is told not to look at.
 */
final class JibIT {
  private static final String REPOSITORY = "team/jib";

  @TempDir Path home;
  private TestRegistry registry;

  @Test
  void buildsAnImageStraightIntoTheRegistry() throws Exception {
    Path file = Files.writeString(home.resolve("hello.txt"), "hello");
    String authority = home.resolve("ca").toString();
    try (TestRegistry opened =
            new TestRegistry(home.resolve("registry"), Map.of("certificateAuthority", authority));
        EcrClient ecr = new EcrClient(opened)) {
      registry = opened;
      JibContainer first =
          build(
              Jib.fromScratch()
                  .addLayer(List.of(file), AbsoluteUnixPath.get("/"))
                  .setEntrypoint("/hello.txt"),
              "1");
      JibContainer second =
          build(Jib.from(image("1")).addLayer(List.of(file), AbsoluteUnixPath.get("/more")), "2");

      var all = DescribeImagesRequest.newBuilder().setRepositoryName(REPOSITORY).build();
      assertThat(ecr.as(EcrClient.ADMIN).describeImages(all).getImageDetailsList())
          .extracting(ImageDetail::getImageDigest, image -> image.getImageTags(0))
          .containsExactlyInAnyOrder(
              tuple(first.getDigest().toString(), "1"), tuple(second.getDigest().toString(), "2"));
    }
  }

  private RegistryImage image(String tag) throws Exception {
    return RegistryImage.named(registry.address() + "/" + REPOSITORY + ":" + tag)
        .addCredential(StubGateway.USER, StubGateway.SECRET);
  }

  private JibContainer build(JibContainerBuilder image, String tag) throws Exception {
    return image.containerize(
        Containerizer.to(image(tag))
            .setAllowInsecureRegistries(true)
            .setBaseImageLayersCache(home.resolve("base-cache"))
            .setApplicationLayersCache(home.resolve("cache")));
  }
}
