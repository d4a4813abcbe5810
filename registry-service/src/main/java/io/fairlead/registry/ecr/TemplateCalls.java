package io.fairlead.registry.ecr;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import io.fairlead.proto.ecr.CreateRepositoryCreationTemplateRequest;
import io.fairlead.proto.ecr.CreateRepositoryCreationTemplateResponse;
import io.fairlead.proto.ecr.DeleteRepositoryCreationTemplateRequest;
import io.fairlead.proto.ecr.DeleteRepositoryCreationTemplateResponse;
import io.fairlead.proto.ecr.DescribeRepositoryCreationTemplatesRequest;
import io.fairlead.proto.ecr.DescribeRepositoryCreationTemplatesResponse;
import io.fairlead.proto.ecr.UpdateRepositoryCreationTemplateRequest;
import io.fairlead.proto.ecr.UpdateRepositoryCreationTemplateResponse;
import io.fairlead.registry.catalog.CreationTemplate;
import io.fairlead.registry.catalog.CreationTemplates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The calls about the templates that repositories are made by. */
record TemplateCalls(Place place, CreationTemplates templates) {

  Reply create(CreateRepositoryCreationTemplateRequest request) {
    return switch (Templates.read(request)) {
      case Templates.Reading.Wrong(Reply reply) -> reply;
      case Templates.Reading.Read(CreationTemplate template) ->
          templates.create(template)
              ? about(
                  template.prefix(),
                  made ->
                      CreateRepositoryCreationTemplateResponse.newBuilder()
                          .setRegistryId(place.account())
                          .setRepositoryCreationTemplate(Templates.show(made))
                          .build())
              : new Reply.Refused(
                  Code.ALREADY_EXISTS,
                  "TemplateAlreadyExistsException",
                  "The repository creation template with prefix '%s' already exists in the registry with id '%s'"
                      .formatted(template.prefix(), place.account()));
    };
  }

  Reply update(UpdateRepositoryCreationTemplateRequest request) {
    String prefix = Templates.prefix(request.getPrefix());
    Optional<CreationTemplate> there = templates.find(prefix);
    if (there.isEmpty()) {
      return missing(prefix);
    }
    return switch (Templates.read(request, there.get())) {
      case Templates.Reading.Wrong(Reply reply) -> reply;
      case Templates.Reading.Read(CreationTemplate template) -> {
        templates.update(template);
        yield about(
            prefix,
            changed ->
                UpdateRepositoryCreationTemplateResponse.newBuilder()
                    .setRegistryId(place.account())
                    .setRepositoryCreationTemplate(Templates.show(changed))
                    .build());
      }
    };
  }

  Reply delete(DeleteRepositoryCreationTemplateRequest request) {
    String prefix = Templates.prefix(request.getPrefix());
    Reply reply =
        about(
            prefix,
            gone ->
                DeleteRepositoryCreationTemplateResponse.newBuilder()
                    .setRegistryId(place.account())
                    .setRepositoryCreationTemplate(Templates.show(gone))
                    .build());
    templates.delete(prefix);
    return reply;
  }

  Reply describe(DescribeRepositoryCreationTemplatesRequest request) {
    var response =
        DescribeRepositoryCreationTemplatesResponse.newBuilder().setRegistryId(place.account());
    if (request.getPrefixesCount() > 0) {
      List<CreationTemplate> named = new ArrayList<>();
      for (String prefix : request.getPrefixesList()) {
        templates.find(Templates.prefix(prefix)).ifPresent(named::add);
      }
      named.forEach(it -> response.addRepositoryCreationTemplates(Templates.show(it)));
      return new Reply.Done(response.build());
    }
    Optional<String> after = Pages.after(request.getNextToken());
    if (after.isEmpty()) {
      return Reply.invalid("nextToken is none that an earlier page of this list gave.");
    }
    int size = Pages.size(request.hasMaxResults(), request.getMaxResults());
    Pages<CreationTemplate> page =
        Pages.of(templates.list(after.get(), size + 1), size, CreationTemplate::prefix);
    page.items().forEach(it -> response.addRepositoryCreationTemplates(Templates.show(it)));
    if (!page.next().isEmpty()) {
      response.setNextToken(page.next());
    }
    return new Reply.Done(response.build());
  }

  private Reply about(String prefix, Function<CreationTemplate, Message> response) {
    return templates
        .find(prefix)
        .<Reply>map(template -> new Reply.Done(response.apply(template)))
        .orElseGet(() -> missing(prefix));
  }

  private Reply missing(String prefix) {
    return new Reply.Refused(
        Code.NOT_FOUND,
        "TemplateNotFoundException",
        "The repository creation template with prefix '%s' does not exist in the registry with id '%s'"
            .formatted(prefix, place.account()));
  }
}
