package io.fairlead.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.registry.catalog.Discovery;
import io.fairlead.registry.catalog.Discovery.Referrer;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.names.Digest;
import java.net.URLEncoder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Lists tags and referrers, a page at a time. */
final class ListEndpoint {
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_TAGS = 10_000;
  private static final int MOST_REFERRERS = 500;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  /** A page ends after the descriptor with which it gets longer: clients take no long indexes. */
  private static final int LONG_PAGE = 1 << 20;

  private final Repositories repositories;
  private final Discovery discovery;

  ListEndpoint(Repositories repositories, Discovery discovery) {
    this.repositories = repositories;
    this.discovery = discovery;
  }

  Answer tags(Request request, Target.Tags target) {
    OptionalLong repository = repositories.find(target.repository());
    if (repository.isEmpty()) {
      return Problem.NAME_UNKNOWN.answer("there is no repository " + target.repository());
    }
    String number = request.parameter("n").orElse(Integer.toString(MOST_TAGS));
    if (!NUMBER.matcher(number).matches()) {
      return Problem.PAGINATION_NUMBER_INVALID.answer("n is not a number: " + number);
    }
    int most = Math.min(Integer.parseInt(number), MOST_TAGS);
    String last = request.parameter("last").orElse("").replace("\0", "");
    List<String> found = discovery.tags(repository.getAsLong(), last, most + 1);
    List<String> page = found.subList(0, Math.min(most, found.size()));
    ObjectNode body = JSON.createObjectNode();
    body.put("name", target.repository().text());
    ArrayNode names = body.putArray("tags");
    page.forEach(names::add);
    Answer answer = Answer.of(200, "application/json", body.toString().getBytes(UTF_8));
    return page.isEmpty() || found.size() == page.size()
        ? answer
        : answer.with(
            "Link",
            next("/v2/" + target.repository() + "/tags/list?n=" + most + "&last=", page.getLast()));
  }

  Answer referrers(Request request, Target.Referrers target) {
    Optional<Digest> subject = Digest.parse(target.digest());
    if (subject.isEmpty()) {
      return Problem.DIGEST_INVALID.answer("not a digest: " + target.digest());
    }
    Optional<String> type = request.parameter("artifactType").filter(it -> !it.isEmpty());
    String last = request.parameter("last").orElse("").replace("\0", "");
    List<Referrer> found =
        discovery.referrers(
            target.repository(),
            subject.get(),
            type.map(it -> it.replace("\0", "")).stream().toList(),
            last,
            MOST_REFERRERS + 1);
    ObjectNode body = JSON.createObjectNode();
    body.put("schemaVersion", 2);
    body.put("mediaType", INDEX);
    String end = fill(body.putArray("manifests"), found);
    Answer answer = Answer.of(200, INDEX, body.toString().getBytes(UTF_8));
    if (type.isPresent()) {
      answer = answer.with("OCI-Filters-Applied", "artifactType");
    }
    String path = "/v2/" + target.repository() + "/referrers/" + subject.get() + "?";
    String filter = type.map(it -> "artifactType=" + encoded(it) + "&").orElse("");
    return end.isEmpty() ? answer : answer.with("Link", next(path + filter + "last=", end));
  }

  /** Returns the digest after which the next page begins; empty where this is the last. */
  private static String fill(ArrayNode page, List<Referrer> found) {
    int length = 0;
    for (Referrer referrer : found) {
      if (page.size() == MOST_REFERRERS || length > LONG_PAGE) {
        return page.get(page.size() - 1).path("digest").textValue();
      }
      ObjectNode descriptor = descriptor(referrer);
      page.add(descriptor);
      length += descriptor.toString().length();
    }
    return "";
  }

  private static ObjectNode descriptor(Referrer referrer) {
    ObjectNode descriptor = JSON.createObjectNode();
    descriptor.put("mediaType", referrer.head().mediaType());
    descriptor.put("digest", referrer.head().digest());
    descriptor.put("size", referrer.head().size());
    if (referrer.artifactType() != null) {
      descriptor.put("artifactType", referrer.artifactType());
    }
    if (referrer.annotations() != null) {
      descriptor.set("annotations", tree(referrer.annotations()));
    }
    return descriptor;
  }

  private static com.fasterxml.jackson.databind.JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("annotations were JSON when they were pushed", e);
    }
  }

  private static String next(String path, String last) {
    return "<" + path + encoded(last) + ">; rel=\"next\"";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
