package io.fairlead.registry.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.registry.policy.Policy.Kind;
import io.fairlead.registry.policy.PolicyReader.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
  private static final String WHOLE =
      """
      {"Version": "2012-10-17", "Id": "all", "Statement": [
        {"Sid": "a", "Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"},
        {"Sid": "b", "Effect": "Deny", "Principal": {"AWS": ["111111111111"]}, "NotAction": ["ecr:*"]}
      ]}""";

  @Test
  void readsAWholePolicy() {
    assertThat(PolicyReader.read(Kind.REPOSITORY, WHOLE))
        .isInstanceOfSatisfying(
            Reading.Read.class, read -> assertThat(read.policy().statements()).hasSize(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "not json | the policy is not JSON",
        "[] | the policy is a JSON object",
        "{} | Statement is missing",
        "{'Statement':[]} | Statement is missing",
        "{'Statement':'x'} | Statement is missing",
        "{'Statements':[]} | the policy has no 'Statements'",
        "{'Version':'2020-01-01','Statement':[]} | Version is one of",
        "{'Statement':[7]} | Statement[0] is a JSON object",
        "{'Statement':{'Principal':'*','Action':'ecr:*'}} | Statement[0].Effect is",
        "{'Statement':{'Effect':'allow','Principal':'*','Action':'ecr:*'}} | .Effect is",
        "{'Statement':{'Effect':'Allow','Action':'ecr:*'}} | .Principal is",
        "{'Statement':{'Effect':'Allow','Principal':'me','Action':'ecr:*'}} | .Principal is",
        "{'Statement':{'Effect':'Allow','Principal':{'Service':'x'},'Action':'ecr:*'}} | .Principal is",
        "{'Statement':{'Effect':'Allow','Principal':{'AWS':[]},'Action':'ecr:*'}} | .AWS is empty",
        "{'Statement':{'Effect':'Allow','Principal':{'AWS':'me'},'Action':'ecr:*'}} | 'me' is neither",
        "{'Statement':{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111111111111:user/*'},'Action':'ecr:*'}} | is neither",
        "{'Statement':{'Effect':'Allow','Principal':'*'}} | needs Action or NotAction",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'ecr:*','NotAction':'ecr:*'}} | not both",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'ecr:Fly'}} | 'ecr:Fly' is no action",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'s3:*'}} | 's3:*' is no action",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':[7]}} | .Action is a text",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'ecr:*','Condition':{}}} | Condition is not implemented",
        "{'Statement':{'Effect':'Allow','NotPrincipal':'*','Action':'ecr:*'}} | NotPrincipal is not implemented",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'ecr:*','Resource':'*'}} | names no resource",
        "{'Statement':{'Effect':'Allow','Effect':'Deny','Principal':'*','Action':'ecr:*'}} | not JSON",
        "{'Statement':[{'Sid':'a','Effect':'Deny','Principal':'*','Action':'*'},{'Sid':'a','Effect':'Deny','Principal':'*','Action':'*'}]} | used twice",
      })
  void saysWhatIsWrong(String text, String why) {
    assertThat(PolicyReader.read(Kind.REPOSITORY, text.replace('\'', '"')))
        .isInstanceOfSatisfying(
            Reading.Wrong.class, wrong -> assertThat(wrong.why()).contains(why));
  }

  @ParameterizedTest
  @CsvSource({
    "'', .Resource is a text",
    "'\"Resource\":\"arn:aws:s3:::x\",', is neither",
    "'\"Resource\":[],', .Resource is empty"
  })
  void thePolicyOfTheRegistryNeedsResources(String resource, String why) {
    String text =
        "{\"Statement\":{%s\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\"}}"
            .formatted(resource);
    assertThat(PolicyReader.read(Kind.REGISTRY, text))
        .isInstanceOfSatisfying(
            Reading.Wrong.class, wrong -> assertThat(wrong.why()).contains(why));
  }
}
