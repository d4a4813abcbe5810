package io.fairlead.scheduler.definitions;

import io.fairlead.proto.ecs.ListTaskDefinitionFamiliesRequest;
import io.fairlead.proto.ecs.ListTaskDefinitionFamiliesResponse;
import io.fairlead.proto.ecs.ListTaskDefinitionsRequest;
import io.fairlead.proto.ecs.ListTaskDefinitionsResponse;
import io.fairlead.proto.ecs.SortOrder;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TaskDefinitionFamilyStatus;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Page;
import java.util.List;
import java.util.Optional;

/** ListTaskDefinitions and ListTaskDefinitionFamilies. */
public record DefinitionLists(DefinitionStore store) {
  private static final int USUAL = 100;

  public Decision.Reply definitions(ListTaskDefinitionsRequest request) {
    Optional<Integer> size =
        request.hasMaxResults() ? Optional.of(request.getMaxResults()) : Optional.empty();
    return switch (Page.asked(size, request.getNextToken(), USUAL, USUAL)) {
      case Page.Invalid invalid -> new Refused(invalid.rejection());
      case Page.Valid valid -> definitions(request, valid.page());
    };
  }

  private Done definitions(ListTaskDefinitionsRequest request, Page page) {
    // One more than asked for tells whether another page follows.
    List<TaskDefinition> found =
        store.list(
            Optional.of(request.getFamilyPrefix()).filter(family -> !family.isEmpty()),
            request.hasStatus()
                ? request.getStatus().name().replace("TASK_DEFINITION_STATUS_", "")
                : "ACTIVE",
            request.getSort() == SortOrder.SORT_ORDER_DESC,
            RevisionName.parse(page.after()),
            page.size() + 1);
    ListTaskDefinitionsResponse.Builder response = ListTaskDefinitionsResponse.newBuilder();
    found.stream()
        .limit(page.size())
        .forEach(definition -> response.addTaskDefinitionArns(definition.getTaskDefinitionArn()));
    if (found.size() > page.size()) {
      TaskDefinition last = found.get(page.size() - 1);
      response.setNextToken(Page.token(last.getFamily() + ":" + last.getRevision()));
    }
    return new Done(response.build());
  }

  public Decision.Reply families(ListTaskDefinitionFamiliesRequest request) {
    Optional<Integer> size =
        request.hasMaxResults() ? Optional.of(request.getMaxResults()) : Optional.empty();
    return switch (Page.asked(size, request.getNextToken(), USUAL, USUAL)) {
      case Page.Invalid invalid -> new Refused(invalid.rejection());
      case Page.Valid valid -> families(request, valid.page());
    };
  }

  private Done families(ListTaskDefinitionFamiliesRequest request, Page page) {
    TaskDefinitionFamilyStatus status =
        request.hasStatus()
            ? request.getStatus()
            : TaskDefinitionFamilyStatus.TASK_DEFINITION_FAMILY_STATUS_ALL;
    List<String> found =
        store.families(
            request.getFamilyPrefix(),
            status.name().replace("TASK_DEFINITION_FAMILY_STATUS_", ""),
            page.after(),
            page.size() + 1);
    ListTaskDefinitionFamiliesResponse.Builder response =
        ListTaskDefinitionFamiliesResponse.newBuilder();
    found.stream().limit(page.size()).forEach(response::addFamilies);
    if (found.size() > page.size()) {
      response.setNextToken(Page.token(found.get(page.size() - 1)));
    }
    return new Done(response.build());
  }
}
