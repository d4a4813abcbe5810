package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.DeleteAttributesRequest;
import io.fairlead.proto.ecs.DeleteAttributesResponse;
import io.fairlead.proto.ecs.ListAttributesRequest;
import io.fairlead.proto.ecs.ListAttributesResponse;
import io.fairlead.proto.ecs.PutAttributesRequest;
import io.fairlead.proto.ecs.PutAttributesResponse;
import io.fairlead.proto.ecs.TargetType;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Decision.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Attributes that callers give to container instances. */
record InstanceAttributes(Draft draft, Identifiers identifiers) {
  private static final int MOST = 100;
  private static final int MOST_IN_CALL = 10;
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_./\\\\-]{1,128}");
  private static final Pattern VALUE =
      Pattern.compile("[\\p{L}\\p{N}_./\\\\:@ -]{0,126}[\\p{L}\\p{N}_./\\\\:@-]");

  /** Whether the attribute says what the agent can do, which only the agent knows. */
  static boolean isCapability(String name) {
    return name.startsWith("com.amazonaws.ecs.capability.") || name.startsWith("ecs.capability.");
  }

  Reply put(PutAttributesRequest request) {
    return each(request.getAttributesList(), InstanceAttributes::with)
        .reply(done -> new Done(PutAttributesResponse.newBuilder().addAllAttributes(done).build()));
  }

  Reply delete(DeleteAttributesRequest request) {
    return each(request.getAttributesList(), InstanceAttributes::without)
        .reply(
            done -> new Done(DeleteAttributesResponse.newBuilder().addAllAttributes(done).build()));
  }

  /** Changes the target of each attribute; the attributes with their targets' ARNs come back. */
  private Answer<List<Attribute>> each(
      List<Attribute> attributes, BiFunction<List<Attribute>, Attribute, List<Attribute>> change) {
    if (attributes.isEmpty() || attributes.size() > MOST_IN_CALL) {
      return new Answer.No<>(
          Rejection.invalid("attributes: from 1 to " + MOST_IN_CALL + " may be given."));
    }
    List<Attribute> done = new ArrayList<>();
    for (Attribute attribute : attributes) {
      switch (change(attribute, change)) {
        case Answer.Yes<Attribute>(Attribute changed) -> done.add(changed);
        case Answer.No<Attribute>(Rejection rejection) -> {
          return new Answer.No<>(rejection);
        }
      }
    }
    return new Answer.Yes<>(done);
  }

  private Answer<Attribute> change(
      Attribute attribute, BiFunction<List<Attribute>, Attribute, List<Attribute>> change) {
    Optional<Rejection> refusal = refusal(attribute).findFirst();
    if (refusal.isPresent()) {
      return new Answer.No<>(refusal.get());
    }
    return switch (identifiers.instance(attribute.getTargetId())) {
      case Answer.No<String>(Rejection rejection) -> new Answer.No<>(rejection);
      case Answer.Yes<String>(String arn) ->
          draft
              .state()
              .instance(arn)
              .filter(found -> !found.instance().getStatus().equals(Instances.INACTIVE))
              .map(found -> change(found.record(), attribute, change))
              .orElseGet(() -> noTarget(attribute.getTargetId()));
    };
  }

  private static Answer<Attribute> noTarget(String target) {
    return new Answer.No<>(
        new Rejection(
            Rejection.Type.TARGET_NOT_FOUND, "The specified target was not found: " + target));
  }

  private Answer<Attribute> change(
      InstanceRecord record,
      Attribute attribute,
      BiFunction<List<Attribute>, Attribute, List<Attribute>> change) {
    Attribute plain = attribute.toBuilder().clearTargetId().clearTargetType().build();
    List<Attribute> before = record.getInstance().getAttributesList();
    List<Attribute> after = change.apply(before, plain);
    if (!after.equals(before)) {
      InstanceRecord.Builder next = record.toBuilder();
      next.getInstanceBuilder()
          .clearAttributes()
          .addAllAttributes(after)
          .setVersion(record.getInstance().getVersion() + 1);
      draft.put(next.build());
    }
    return new Answer.Yes<>(of(record.getInstance().getContainerInstanceArn(), plain));
  }

  private static Attribute of(String arn, Attribute attribute) {
    return attribute.toBuilder()
        .setTargetId(arn)
        .setTargetType(TargetType.TARGET_TYPE_CONTAINER_INSTANCE)
        .build();
  }

  private static Stream<Rejection> refusal(Attribute attribute) {
    return Stream.of(
            LaunchChecks.invalidIf(
                attribute.getTargetId().isEmpty(), "attributes: targetId is missing."),
            LaunchChecks.invalidIf(
                !NAME.matcher(attribute.getName()).matches(),
                "attributes: the name takes 1 to 128 letters, digits and - _ . / \\"),
            LaunchChecks.invalidIf(
                attribute.hasValue() && !VALUE.matcher(attribute.getValue()).matches(),
                "attributes: the value takes 1 to 128 letters, digits, spaces and - _ . / \\ : @"),
            LaunchChecks.invalidIf(
                isCapability(attribute.getName()),
                "attributes: " + attribute.getName() + " is for the agent alone to say."))
        .flatMap(found -> found);
  }

  private static List<Attribute> with(List<Attribute> before, Attribute attribute) {
    return Stream.concat(without(before, attribute).stream(), Stream.of(attribute)).toList();
  }

  private static List<Attribute> without(List<Attribute> before, Attribute attribute) {
    return before.stream().filter(other -> !other.getName().equals(attribute.getName())).toList();
  }

  Reply list(ListAttributesRequest request) {
    if (request.getTargetType() != TargetType.TARGET_TYPE_CONTAINER_INSTANCE) {
      return new Refused(Rejection.invalid("targetType must be container-instance."));
    }
    if (request.hasAttributeValue() && !request.hasAttributeName()) {
      return new Refused(Rejection.invalid("attributeValue needs an attributeName."));
    }
    return Listing.of(
            draft.state().instances().stream()
                .filter(found -> !found.instance().getStatus().equals(Instances.INACTIVE))
                .flatMap(InstanceAttributes::of)
                .filter(attribute -> matches(request, attribute)),
            attribute -> attribute.getTargetId() + " " + attribute.getName(),
            request.hasMaxResults() ? Optional.of(request.getMaxResults()) : Optional.empty(),
            MOST,
            request.getNextToken())
        .reply(InstanceAttributes::response);
  }

  private static Stream<Attribute> of(InstanceState instance) {
    return instance.instance().getAttributesList().stream()
        .sorted(Comparator.comparing(Attribute::getName))
        .map(attribute -> of(instance.arn(), attribute));
  }

  private static boolean matches(ListAttributesRequest request, Attribute attribute) {
    return (!request.hasAttributeName() || attribute.getName().equals(request.getAttributeName()))
        && (!request.hasAttributeValue()
            || attribute.getValue().equals(request.getAttributeValue()));
  }

  private static Reply response(Listing<Attribute> page) {
    ListAttributesResponse.Builder response =
        ListAttributesResponse.newBuilder().addAllAttributes(page.items());
    page.next().ifPresent(response::setNextToken);
    return new Done(response.build());
  }
}
