package io.fairlead.registry.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.registry.lifecycle.LifecyclePolicyReader.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What policies take away. */
class LifecycleEvaluatorTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  /** {@code NAME=TAG+TAG@DAYS} or {@code ...@DAYS/DAYS}: pushed and pulled so many days ago. */
  private static ImageRecord image(String text) {
    String[] nameAndRest = text.split("=", 2);
    String[] tagsAndDays = nameAndRest[1].split("@", 2);
    String[] days = tagsAndDays[1].split("/", 2);
    return new ImageRecord(
        nameAndRest[0],
        tagsAndDays[0].isEmpty() ? List.of() : List.of(tagsAndDays[0].split("\\+")),
        ago(days[0]),
        days.length > 1 ? Optional.of(ago(days[1])) : Optional.empty(),
        Optional.empty(),
        Set.of());
  }

  private static Instant ago(String days) {
    return NOW.minus(Duration.ofDays(Long.parseLong(days)));
  }

  private static List<ImageRecord> images(String text) {
    return Arrays.stream(text.split(" ")).map(LifecycleEvaluatorTest::image).toList();
  }

  /** {@code PATTERNS>COUNT} or {@code PATTERNS:push:DAYS} or {@code ...:pull:DAYS}. */
  private static LifecyclePolicy policy(String text) {
    List<String> rules = new ArrayList<>();
    for (String rule : text.split(" ")) {
      String[] parts = rule.split("[>:]");
      String tags =
          switch (parts[0]) {
            case "any", "untagged" -> "\"tagStatus\":\"" + parts[0] + "\"";
            default ->
                Arrays.stream(parts[0].split("\\+"))
                    .collect(
                        Collectors.joining(
                            "\",\"", "\"tagStatus\":\"tagged\",\"tagPatternList\":[\"", "\"]"));
          };
      String limit =
          parts.length == 2
              ? "\"countType\":\"imageCountMoreThan\",\"countNumber\":" + parts[1]
              : "\"countType\":\"sinceImage%sed\",\"countUnit\":\"days\",\"countNumber\":%s"
                  .formatted(parts[1].equals("push") ? "Push" : "Pull", parts[2]);
      rules.add(
          "{\"rulePriority\":%d,\"selection\":{%s,%s},\"action\":{\"type\":\"expire\"}}"
              .formatted(rules.size() + 1, tags, limit));
    }
    return switch (LifecyclePolicyReader.read("{\"rules\":" + rules + "}")) {
      case Reading.Read(LifecyclePolicy policy) -> policy;
      case Reading.Wrong(String why) -> throw new AssertionError(why);
      case Reading.Unbuilt(String what) -> throw new AssertionError(what);
    };
  }

  private static String expired(LifecyclePolicy policy, List<ImageRecord> images) {
    return LifecycleEvaluator.expired(policy, images, NOW).stream()
        .map(it -> it.image().digest() + it.priority())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // by count: the youngest stay, the oldest go first
        "any>2             | a=x@3 b=y@2 c=@1 d=z@4                | d1 a1",
        "any>4             | a=x@3 b=y@2 c=@1 d=z@4                | ''",
        "untagged>1        | a=@3 b=@2 c=x@9                       | a1",
        "prod*>1           | a=prod-1@3 b=prod-2@2 c=beta@9        | a1",
        "prod>1            | a=prod@3 b=prod-2@9                   | ''",
        // by age: one that is exactly as old stays
        "any:push:14       | a=x@14 b=y@15 c=z@13                  | b1",
        "untagged:push:1   | a=@2 b=x@9                            | a1",
        "prod*:push:14     | a=prod1@15 b=beta@20                  | a1",
        // by the last pull, and by the push where there was none
        "any:pull:30       | a=x@90/31 b=y@90/30 c=z@31 d=w@30     | a1 c1",
        "any:push:30       | a=x@90/1                              | a1",
        // all patterns of a list must be met
        "a*+b*:push:1      | a=a1+b1@5 b=a1@5 c=b1@5               | a1",
        // what a rule has seen, a later rule does not take: the examples of the user guide
        "prod*>1 beta*>1   | a=beta-1+prod-1@10 b=beta-2+prod-2@9 c=beta-3@8 | a1",
        "beta*>1 prod*>1   | a=beta-1+prod-1@10 b=beta-2+prod-2@9 c=beta-3@8 | a1 b1",
        "prod*>1 untagged:push:1 any>1 | a=prod-1@10 b=prod-2@9 c=@8 d=alpha@7 e=alpha2@6 | a1 c2 d3",
        "prod*>9 any:push:1 | a=prod-1@10 b=dev@10                 | b2",
        // a rule counts what another takes
        "prod*:push:5 any>2 | a=prod-1@10 b=x@3 c=y@2              | a1",
        "prod*:push:5 any>1 | a=prod-1@1 b=x@3 c=y@2               | b2 c2",
      })
  void takesAwayWhatItSays(String policy, String images, String expected) {
    assertThat(expired(policy(policy), images(images))).isEqualTo(expected);
  }

  @Test
  void whatIsPartOfAnIndexStaysUntilTheIndexIsGone() {
    ImageRecord index =
        new ImageRecord(
            "index", List.of("v1"), ago("10"), Optional.empty(), Optional.empty(), Set.of("part"));
    ImageRecord part = image("part=@10");

    assertThat(expired(policy("untagged:push:1"), List.of(index, part))).isEmpty();
    assertThat(expired(policy("any:push:1"), List.of(index, part))).isEqualTo("index1");
    assertThat(expired(policy("any:push:1"), List.of(part))).isEqualTo("part1");
  }

  @Test
  void whatBelongsToAnImageGoesWithIt() {
    ImageRecord image = image("image=v1@10");
    ImageRecord signature = belonging("signature", "image");
    ImageRecord ofSignature = belonging("of-signature", "signature");
    ImageRecord ofNone = belonging("of-none", "not-there");
    List<ImageRecord> all = List.of(ofSignature, signature, image, ofNone);

    assertThat(expired(policy("untagged:push:1"), all)).isEqualTo("of-none1");
    assertThat(expired(policy("v*:push:1"), all)).isEqualTo("image1 signature1 of-signature1");
  }

  private static ImageRecord belonging(String digest, String subject) {
    return new ImageRecord(
        digest, List.of(), ago("10"), Optional.empty(), Optional.of(subject), Set.of());
  }

  @Test
  void imagesThatNameEachOtherAsSubjectStay() {
    List<ImageRecord> circle = List.of(belonging("a", "b"), belonging("b", "a"));

    assertThat(expired(policy("any:push:1"), circle)).isEmpty();
  }

  @Test
  void theOrderOfTheImagesDoesNotMatter() {
    List<ImageRecord> images = images("a=x@3 b=y@2 c=@1 d=z@4 e=@4");
    LifecyclePolicy policy = policy("untagged>1 any>1");

    assertThat(expired(policy, images.reversed())).isEqualTo(expired(policy, images));
  }
}
