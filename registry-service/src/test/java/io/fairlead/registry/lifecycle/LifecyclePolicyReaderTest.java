package io.fairlead.registry.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.registry.lifecycle.LifecyclePolicyReader.Reading;
import io.fairlead.registry.lifecycle.LifecycleRule.Limit;
import io.fairlead.registry.lifecycle.LifecycleRule.Tags;
import io.fairlead.registry.names.Wildcard;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifecyclePolicyReaderTest {

  @Test
  void readsRulesInTheOrderOfTheirPriority() {
    String text =
        """
        {"rules": [
          {"rulePriority": 9, "selection": {"tagStatus": "any", "countType": "imageCountMoreThan",
            "countNumber": 100}, "action": {"type": "expire"}},
          {"rulePriority": 1, "description": "old ones", "selection": {"tagStatus": "tagged",
            "tagPrefixList": ["prod", "v"], "countType": "sinceImagePulled", "countUnit": "days",
            "countNumber": 14, "storageClass": "standard"}, "action": {"type": "expire"}},
          {"rulePriority": 2, "selection": {"tagStatus": "untagged", "countUnit": "days",
            "countType": "sinceImagePushed", "countNumber": 1}, "action": {"type": "expire"}}]}""";

    assertThat(LifecyclePolicyReader.read(text))
        .isEqualTo(
            new Reading.Read(
                new LifecyclePolicy(
                    List.of(
                        new LifecycleRule(
                            1,
                            new Tags.Tagged(List.of(new Wildcard("prod*"), new Wildcard("v*"))),
                            new Limit.SincePulled(Duration.ofDays(14))),
                        new LifecycleRule(
                            2, new Tags.Untagged(), new Limit.SincePushed(Duration.ofDays(1))),
                        new LifecycleRule(9, new Tags.Any(), new Limit.Count(100))))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "not json | not JSON",
        "{} | rules is a list",
        "{'rules':[]} | rules is a list",
        "{'rules':[],'more':1} | the policy has no 'more'",
        "{'rules':[7]} | rules[0] is a JSON object",
        "{'rules':[{'priority':1}]} | rules[0] has no 'priority'",
      })
  void saysWhatIsWrongWithAPolicy(String text, String why) {
    assertWrong(text.replace('\'', '"'), why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "0 | 'tagStatus':'any','countType':'imageCountMoreThan','countNumber':1 | expire | rulePriority is a whole",
        "1.5 | 'tagStatus':'any','countType':'imageCountMoreThan','countNumber':1 | expire | rulePriority is a whole",
        "1 | 'tagStatus':'none','countType':'imageCountMoreThan','countNumber':1 | expire | .tagStatus is",
        "1 | 'tagStatus':'tagged','countType':'imageCountMoreThan','countNumber':1 | expire | needs tagPatternList",
        "1 | 'tagStatus':'tagged','tagPrefixList':['a'],'tagPatternList':['a'],'countType':'imageCountMoreThan','countNumber':1 | expire | not both",
        "1 | 'tagStatus':'tagged','tagPatternList':[],'countType':'imageCountMoreThan','countNumber':1 | expire | is empty",
        "1 | 'tagStatus':'tagged','tagPatternList':['*a*b*c*d*'],'countType':'imageCountMoreThan','countNumber':1 | expire | more than 4 wildcards",
        "1 | 'tagStatus':'tagged','tagPatternList':[7],'countType':'imageCountMoreThan','countNumber':1 | expire | list of texts",
        "1 | 'tagStatus':'any','tagPrefixList':['a'],'countType':'imageCountMoreThan','countNumber':1 | expire | has neither",
        "1 | 'tagStatus':'any','countType':'imageCountMoreThan','countNumber':0 | expire | countNumber is a whole",
        "1 | 'tagStatus':'any','countType':'imageCountMoreThan' | expire | countNumber is a whole",
        "1 | 'tagStatus':'any','countType':'imageCountMoreThan','countUnit':'days','countNumber':1 | expire | no countUnit",
        "1 | 'tagStatus':'any','countType':'sinceImagePushed','countNumber':1 | expire | .countUnit is 'days'",
      })
  void saysWhatIsWrongWithARule(String priority, String selection, String action, String why) {
    String rule =
        "{'rules':[{'rulePriority':%s,'selection':{%s},'action':{'type':'%s'}}]}"
            .formatted(priority, selection, action);
    assertWrong(rule.replace('\'', '"'), why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'countType':'sinceImageTransitioned','countUnit':'days' | 'type':'expire' | .selection.countType 'sinceImageTransitioned'",
        "'storageClass':'archive','countType':'imageCountMoreThan' | 'type':'expire' | .selection.storageClass 'archive'",
        "'countType':'imageCountMoreThan' | 'type':'transition','targetStorageClass':'archive' | .action.type 'transition'",
      })
  void saysThatThereIsNoArchiveYet(String selection, String action, String what) {
    String rule =
        "{'rules':[{'rulePriority':1,'selection':{'tagStatus':'any','countNumber':1,%s},'action':{%s}}]}"
            .formatted(selection, action)
            .replace('\'', '"');
    assertThat(LifecyclePolicyReader.read(rule)).isEqualTo(new Reading.Unbuilt("rules[0]" + what));
  }

  @ParameterizedTest
  @CsvSource({
    "1 any, 2 untagged, 'must be the last one'",
    "1 untagged, 1 any, 'not the only one of that priority'",
    "1 untagged, 2 untagged, 'not the only one of tagStatus'"
  })
  void rulesMustFitTogether(String first, String second, String why) {
    String text = "{'rules':[" + rule(first) + "," + rule(second) + "]}";
    assertWrong(text.replace('\'', '"'), why);
  }

  private static String rule(String priorityAndStatus) {
    String[] parts = priorityAndStatus.split(" ");
    return ("{'rulePriority':%s,'selection':{'tagStatus':'%s','countType':'imageCountMoreThan',"
            + "'countNumber':1},'action':{'type':'expire'}}")
        .formatted(parts[0], parts[1]);
  }

  private static void assertWrong(String text, String why) {
    assertThat(LifecyclePolicyReader.read(text))
        .isInstanceOfSatisfying(
            Reading.Wrong.class, wrong -> assertThat(wrong.why()).contains(why));
  }
}
