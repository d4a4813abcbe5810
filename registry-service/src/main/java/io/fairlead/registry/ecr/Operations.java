package io.fairlead.registry.ecr;

import com.google.protobuf.Message;
import io.fairlead.proto.ecr.BatchCheckLayerAvailabilityRequest;
import io.fairlead.proto.ecr.BatchDeleteImageRequest;
import io.fairlead.proto.ecr.BatchGetImageRequest;
import io.fairlead.proto.ecr.CompleteLayerUploadRequest;
import io.fairlead.proto.ecr.CreatePullThroughCacheRuleRequest;
import io.fairlead.proto.ecr.CreateRepositoryCreationTemplateRequest;
import io.fairlead.proto.ecr.CreateRepositoryRequest;
import io.fairlead.proto.ecr.DeleteLifecyclePolicyRequest;
import io.fairlead.proto.ecr.DeletePullThroughCacheRuleRequest;
import io.fairlead.proto.ecr.DeleteRegistryPolicyRequest;
import io.fairlead.proto.ecr.DeleteRepositoryCreationTemplateRequest;
import io.fairlead.proto.ecr.DeleteRepositoryPolicyRequest;
import io.fairlead.proto.ecr.DeleteRepositoryRequest;
import io.fairlead.proto.ecr.DescribeImagesRequest;
import io.fairlead.proto.ecr.DescribePullThroughCacheRulesRequest;
import io.fairlead.proto.ecr.DescribeRepositoriesRequest;
import io.fairlead.proto.ecr.DescribeRepositoryCreationTemplatesRequest;
import io.fairlead.proto.ecr.GetAuthorizationTokenRequest;
import io.fairlead.proto.ecr.GetDownloadUrlForLayerRequest;
import io.fairlead.proto.ecr.GetLifecyclePolicyPreviewRequest;
import io.fairlead.proto.ecr.GetLifecyclePolicyRequest;
import io.fairlead.proto.ecr.GetRegistryPolicyRequest;
import io.fairlead.proto.ecr.GetRepositoryPolicyRequest;
import io.fairlead.proto.ecr.InitiateLayerUploadRequest;
import io.fairlead.proto.ecr.ListImageReferrersRequest;
import io.fairlead.proto.ecr.ListImagesRequest;
import io.fairlead.proto.ecr.ListTagsForResourceRequest;
import io.fairlead.proto.ecr.PutImageRequest;
import io.fairlead.proto.ecr.PutImageTagMutabilityRequest;
import io.fairlead.proto.ecr.PutLifecyclePolicyRequest;
import io.fairlead.proto.ecr.PutRegistryPolicyRequest;
import io.fairlead.proto.ecr.SetRepositoryPolicyRequest;
import io.fairlead.proto.ecr.StartLifecyclePolicyPreviewRequest;
import io.fairlead.proto.ecr.TagResourceRequest;
import io.fairlead.proto.ecr.UntagResourceRequest;
import io.fairlead.proto.ecr.UpdatePullThroughCacheRuleRequest;
import io.fairlead.proto.ecr.UpdateRepositoryCreationTemplateRequest;
import io.fairlead.proto.ecr.UploadLayerPartRequest;
import io.fairlead.proto.ecr.ValidatePullThroughCacheRuleRequest;
import io.fairlead.registry.access.Tokens;
import io.fairlead.registry.blobs.BlobStore;
import io.fairlead.registry.catalog.CreationTemplates;
import io.fairlead.registry.catalog.Database;
import io.fairlead.registry.catalog.Discovery;
import io.fairlead.registry.catalog.Images;
import io.fairlead.registry.catalog.Lifecycles;
import io.fairlead.registry.catalog.Manifests;
import io.fairlead.registry.catalog.Policies;
import io.fairlead.registry.catalog.PullTimes;
import io.fairlead.registry.catalog.Pushing;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.catalog.RepositoryRow;
import io.fairlead.registry.catalog.RepositoryTags;
import io.fairlead.registry.catalog.Uploads;
import io.fairlead.registry.collection.Ledger;
import io.fairlead.registry.policy.PolicyRights;
import io.fairlead.registry.usage.Usage;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The operations that are built, each with the call that answers it. */
public final class Operations {
  private final Map<Class<?>, Function<Message, Reply>> calls = new HashMap<>();
  private final PolicyCalls policies;
  private final LifecycleCalls lifecycles;
  private final TemplateCalls templates;
  private final ReferrerCalls referrers;
  private final RepositoryCalls repositories;
  private final TagCalls tags;
  private final ImageCalls images;
  private final ImagePulls imagePulls;
  private final ImageLists lists;
  private final LayerCalls layers;
  private final LayerUploads uploads;
  private final SignInCalls signIn;
  private final PullThroughCalls pullThrough;

  public Operations(
      Place place,
      Database database,
      Ledger ledger,
      BlobStore store,
      PullTimes pulls,
      PullThroughCalls pullThrough,
      PolicyRights policyRights,
      Usage usage,
      Tokens tokens,
      InstantSource clock) {
    CallRights rights = new CallRights(place, policyRights);
    Repositories stored = new Repositories(database);
    Manifests manifests = new Manifests(database);
    RepositoryTags repositoryTags = new RepositoryTags(database);
    Images storedImages = new Images(database);
    ImageIds ids = new ImageIds(place, storedImages);
    this.pullThrough = pullThrough;
    this.templates = new TemplateCalls(place, new CreationTemplates(database));
    this.referrers = new ReferrerCalls(new Discovery(database));
    this.lifecycles = new LifecycleCalls(place, new Lifecycles(database), usage, clock);
    this.policies = new PolicyCalls(place, new Policies(database));
    this.repositories = new RepositoryCalls(place, stored, repositoryTags);
    this.tags = new TagCalls(repositories, repositoryTags);
    this.images =
        new ImageCalls(place, manifests, storedImages, new Pushing(stored, manifests), ids);
    this.imagePulls = new ImagePulls(place, stored, pulls, ids, pullThrough.pullThrough(), rights);
    this.lists = new ImageLists(place, storedImages, ids);
    this.layers = new LayerCalls(place, stored, tokens, pullThrough.pullThrough(), rights);
    this.uploads = new LayerUploads(place, stored, new Uploads(database), ledger, store);
    this.signIn = new SignInCalls(place, tokens, clock);
    aboutRepositories();
    aboutImages();
    aboutLayers();
    aboutPolicies();
    aboutTheRegistry();
  }

  /** What answers a request; empty where that is not built. */
  Optional<Function<Message, Reply>> of(Message request) {
    return Optional.ofNullable(calls.get(request.getClass()));
  }

  private void aboutRepositories() {
    on(CreateRepositoryRequest.class, repositories::create);
    on(DescribeRepositoriesRequest.class, repositories::describe);
    in(
        DeleteRepositoryRequest.class,
        DeleteRepositoryRequest::getRepositoryName,
        repositories::delete);
    in(
        PutImageTagMutabilityRequest.class,
        PutImageTagMutabilityRequest::getRepositoryName,
        repositories::setMutability);
    on(TagResourceRequest.class, r -> tags.on(r.getResourceArn(), row -> tags.tag(r, row)));
    on(UntagResourceRequest.class, r -> tags.on(r.getResourceArn(), row -> tags.untag(r, row)));
    on(ListTagsForResourceRequest.class, r -> tags.on(r.getResourceArn(), tags::list));
  }

  private void aboutImages() {
    in(PutImageRequest.class, PutImageRequest::getRepositoryName, images::put);
    on(BatchGetImageRequest.class, imagePulls::get);
    in(BatchDeleteImageRequest.class, BatchDeleteImageRequest::getRepositoryName, images::delete);
    in(ListImagesRequest.class, ListImagesRequest::getRepositoryName, lists::list);
    in(DescribeImagesRequest.class, DescribeImagesRequest::getRepositoryName, lists::describe);
    in(
        ListImageReferrersRequest.class,
        ListImageReferrersRequest::getRepositoryName,
        referrers::list);
  }

  private void aboutLayers() {
    in(
        BatchCheckLayerAvailabilityRequest.class,
        BatchCheckLayerAvailabilityRequest::getRepositoryName,
        layers::check);
    on(GetDownloadUrlForLayerRequest.class, layers::address);
    in(
        InitiateLayerUploadRequest.class,
        InitiateLayerUploadRequest::getRepositoryName,
        (_, row) -> uploads.begin(row));
    in(UploadLayerPartRequest.class, UploadLayerPartRequest::getRepositoryName, uploads::add);
    in(
        CompleteLayerUploadRequest.class,
        CompleteLayerUploadRequest::getRepositoryName,
        uploads::complete);
  }

  private void aboutPolicies() {
    in(
        PutLifecyclePolicyRequest.class,
        PutLifecyclePolicyRequest::getRepositoryName,
        lifecycles::put);
    in(
        GetLifecyclePolicyRequest.class,
        GetLifecyclePolicyRequest::getRepositoryName,
        (_, row) -> lifecycles.get(row));
    in(
        DeleteLifecyclePolicyRequest.class,
        DeleteLifecyclePolicyRequest::getRepositoryName,
        (_, row) -> lifecycles.delete(row));
    in(
        StartLifecyclePolicyPreviewRequest.class,
        StartLifecyclePolicyPreviewRequest::getRepositoryName,
        lifecycles::start);
    in(
        GetLifecyclePolicyPreviewRequest.class,
        GetLifecyclePolicyPreviewRequest::getRepositoryName,
        lifecycles::preview);
    in(
        SetRepositoryPolicyRequest.class,
        SetRepositoryPolicyRequest::getRepositoryName,
        (r, row) -> policies.set(r, row, CallRights.caller()));
    in(
        GetRepositoryPolicyRequest.class,
        GetRepositoryPolicyRequest::getRepositoryName,
        (_, row) -> policies.get(row));
    in(
        DeleteRepositoryPolicyRequest.class,
        DeleteRepositoryPolicyRequest::getRepositoryName,
        (_, row) -> policies.delete(row));
    on(PutRegistryPolicyRequest.class, policies::setRegistry);
    on(GetRegistryPolicyRequest.class, _ -> policies.getRegistry());
    on(DeleteRegistryPolicyRequest.class, _ -> policies.deleteRegistry());
  }

  private void aboutTheRegistry() {
    on(CreateRepositoryCreationTemplateRequest.class, templates::create);
    on(DescribeRepositoryCreationTemplatesRequest.class, templates::describe);
    on(UpdateRepositoryCreationTemplateRequest.class, templates::update);
    on(DeleteRepositoryCreationTemplateRequest.class, templates::delete);
    on(CreatePullThroughCacheRuleRequest.class, pullThrough::create);
    on(DescribePullThroughCacheRulesRequest.class, pullThrough::describe);
    on(UpdatePullThroughCacheRuleRequest.class, pullThrough::update);
    on(ValidatePullThroughCacheRuleRequest.class, pullThrough::validate);
    on(DeletePullThroughCacheRuleRequest.class, pullThrough::delete);
    on(GetAuthorizationTokenRequest.class, _ -> signIn.token(CallRights.caller()));
  }

  /** A call about a repository. */
  private <Q extends Message> void in(
      Class<Q> request, Function<Q, String> name, BiFunction<Q, RepositoryRow, Reply> call) {
    on(request, r -> repositories.in(name.apply(r), row -> call.apply(r, row)));
  }

  private <Q extends Message> void on(Class<Q> request, Function<Q, Reply> call) {
    calls.put(request, it -> call.apply(request.cast(it)));
  }
}
