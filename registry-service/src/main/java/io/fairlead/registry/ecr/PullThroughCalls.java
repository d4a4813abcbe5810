package io.fairlead.registry.ecr;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecr.CreatePullThroughCacheRuleRequest;
import io.fairlead.proto.ecr.CreatePullThroughCacheRuleResponse;
import io.fairlead.proto.ecr.DeletePullThroughCacheRuleRequest;
import io.fairlead.proto.ecr.DeletePullThroughCacheRuleResponse;
import io.fairlead.proto.ecr.DescribePullThroughCacheRulesRequest;
import io.fairlead.proto.ecr.DescribePullThroughCacheRulesResponse;
import io.fairlead.proto.ecr.PullThroughCacheRule;
import io.fairlead.proto.ecr.UpdatePullThroughCacheRuleRequest;
import io.fairlead.proto.ecr.UpdatePullThroughCacheRuleResponse;
import io.fairlead.proto.ecr.UpstreamRegistry;
import io.fairlead.proto.ecr.ValidatePullThroughCacheRuleRequest;
import io.fairlead.proto.ecr.ValidatePullThroughCacheRuleResponse;
import io.fairlead.registry.catalog.PullThroughRule;
import io.fairlead.registry.catalog.PullThroughRules;
import io.fairlead.registry.upstream.PullThrough;
import io.fairlead.registry.upstream.UpstreamUrl;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The calls about rules by which images are pulled through this registry. An upstream may be any
 * registry that gives its images to everybody.
 */
public record PullThroughCalls(PullThroughRules rules, PullThrough pullThrough, String account) {

  Reply create(CreatePullThroughCacheRuleRequest request) {
    if (request.hasCredentialArn()) {
      return Reply.unbuilt("credentialArn");
    }
    if (request.hasCustomRoleArn()) {
      return Reply.unbuilt("customRoleArn");
    }
    if (UpstreamUrl.read(request.getUpstreamRegistryUrl())
        instanceof UpstreamUrl.Reading.Wrong(String why)) {
      return new Reply.Refused(
          Code.INVALID_ARGUMENT,
          "UnsupportedUpstreamRegistryException",
          "upstreamRegistryUrl " + why + ".");
    }
    if (rules.list("", PullThroughRules.MOST).size() == PullThroughRules.MOST) {
      return new Reply.Refused(
          Code.RESOURCE_EXHAUSTED,
          "LimitExceededException",
          "There are " + PullThroughRules.MOST + " pull through cache rules already.");
    }
    return keep(request);
  }

  private Reply keep(CreatePullThroughCacheRuleRequest request) {
    String prefix = prefix(request.getEcrRepositoryPrefix());
    Optional<PullThroughRule> made =
        rules.create(
            prefix,
            request.getUpstreamRegistryUrl(),
            request.hasUpstreamRegistry()
                ? Optional.of(request.getUpstreamRegistry().name())
                : Optional.empty(),
            request.hasUpstreamRepositoryPrefix()
                ? prefix(request.getUpstreamRepositoryPrefix())
                : PullThroughRule.ROOT);
    return made.<Reply>map(
            rule -> {
              var response =
                  CreatePullThroughCacheRuleResponse.newBuilder()
                      .setRegistryId(account)
                      .setEcrRepositoryPrefix(rule.prefix())
                      .setUpstreamRegistryUrl(rule.upstream())
                      .setUpstreamRepositoryPrefix(rule.upstreamPrefix())
                      .setCreatedAt(ProtoTime.of(rule.createdAt()));
              rule.kind().map(UpstreamRegistry::valueOf).ifPresent(response::setUpstreamRegistry);
              return new Reply.Done(response.build());
            })
        .orElseGet(
            () ->
                new Reply.Refused(
                    Code.ALREADY_EXISTS,
                    "PullThroughCacheRuleAlreadyExistsException",
                    "A pull through cache rule with repository prefix '%s' already exists in the registry with id '%s'"
                        .formatted(prefix, account)));
  }

  Reply describe(DescribePullThroughCacheRulesRequest request) {
    var response = DescribePullThroughCacheRulesResponse.newBuilder();
    if (request.getEcrRepositoryPrefixesCount() > 0) {
      for (String each : request.getEcrRepositoryPrefixesList()) {
        Optional<PullThroughRule> rule = rules.find(prefix(each));
        if (rule.isEmpty()) {
          return missing(prefix(each));
        }
        response.addPullThroughCacheRules(show(rule.get()));
      }
      return new Reply.Done(response.build());
    }
    Optional<String> after = Pages.after(request.getNextToken());
    if (after.isEmpty()) {
      return Reply.invalid("nextToken is none that an earlier page of this list gave.");
    }
    int size = Pages.size(request.hasMaxResults(), request.getMaxResults());
    List<PullThroughRule> found = rules.list(after.get(), size + 1);
    Pages<PullThroughRule> page = Pages.of(found, size, PullThroughRule::prefix);
    page.items().forEach(rule -> response.addPullThroughCacheRules(show(rule)));
    if (!page.next().isEmpty()) {
      response.setNextToken(page.next());
    }
    return new Reply.Done(response.build());
  }

  private PullThroughCacheRule show(PullThroughRule rule) {
    var shown =
        PullThroughCacheRule.newBuilder()
            .setRegistryId(account)
            .setEcrRepositoryPrefix(rule.prefix())
            .setUpstreamRegistryUrl(rule.upstream())
            .setUpstreamRepositoryPrefix(rule.upstreamPrefix())
            .setCreatedAt(ProtoTime.of(rule.createdAt()))
            .setUpdatedAt(ProtoTime.of(rule.updatedAt()));
    rule.kind().map(UpstreamRegistry::valueOf).ifPresent(shown::setUpstreamRegistry);
    return shown.build();
  }

  /** All that it could change are credentials, which there are none of. */
  Reply update(UpdatePullThroughCacheRuleRequest request) {
    if (request.hasCredentialArn()) {
      return Reply.unbuilt("credentialArn");
    }
    if (request.hasCustomRoleArn()) {
      return Reply.unbuilt("customRoleArn");
    }
    String prefix = prefix(request.getEcrRepositoryPrefix());
    return about(
        prefix,
        rules.touch(prefix),
        rule ->
            UpdatePullThroughCacheRuleResponse.newBuilder()
                .setRegistryId(account)
                .setEcrRepositoryPrefix(rule.prefix())
                .setUpstreamRepositoryPrefix(rule.upstreamPrefix())
                .setUpdatedAt(ProtoTime.of(rule.updatedAt()))
                .build());
  }

  Reply validate(ValidatePullThroughCacheRuleRequest request) {
    String prefix = prefix(request.getEcrRepositoryPrefix());
    return about(
        prefix,
        rules.find(prefix),
        rule -> {
          Optional<String> complaint = pullThrough.complaint(rule);
          var response =
              ValidatePullThroughCacheRuleResponse.newBuilder()
                  .setRegistryId(account)
                  .setEcrRepositoryPrefix(rule.prefix())
                  .setUpstreamRegistryUrl(rule.upstream())
                  .setUpstreamRepositoryPrefix(rule.upstreamPrefix())
                  .setIsValid(complaint.isEmpty());
          complaint.ifPresent(response::setFailure);
          return response.build();
        });
  }

  Reply delete(DeletePullThroughCacheRuleRequest request) {
    String prefix = prefix(request.getEcrRepositoryPrefix());
    return about(
        prefix,
        rules.delete(prefix),
        rule ->
            DeletePullThroughCacheRuleResponse.newBuilder()
                .setRegistryId(account)
                .setEcrRepositoryPrefix(rule.prefix())
                .setUpstreamRegistryUrl(rule.upstream())
                .setUpstreamRepositoryPrefix(rule.upstreamPrefix())
                .setCreatedAt(ProtoTime.of(rule.createdAt()))
                .build());
  }

  private Reply about(
      String prefix, Optional<PullThroughRule> rule, Function<PullThroughRule, Message> response) {
    return rule.<Reply>map(it -> new Reply.Done(response.apply(it)))
        .orElseGet(() -> missing(prefix));
  }

  private Reply missing(String prefix) {
    return new Reply.Refused(
        Code.NOT_FOUND,
        "PullThroughCacheRuleNotFoundException",
        "The pull through cache rule with repository prefix '%s' does not exist in the registry with id '%s'"
            .formatted(prefix, account));
  }

  /** A slash at the end says nothing more. */
  private static String prefix(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
