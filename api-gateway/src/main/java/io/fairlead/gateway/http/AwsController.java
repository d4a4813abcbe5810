package io.fairlead.gateway.http;

import io.fairlead.gateway.Gateway;
import io.fairlead.gateway.sigv4.HttpCall;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings HTTP requests to the {@link AwsEndpoint}: one path for every AWS service. */
@Controller("/")
@Requires(bean = Gateway.class)
class AwsController {
  private static final Logger LOG = LoggerFactory.getLogger(AwsController.class);

  private final AwsEndpoint endpoint;

  AwsController(Gateway gateway) {
    this.endpoint = gateway.awsEndpoint();
  }

  @Post
  @Consumes(MediaType.ALL)
  @Produces(MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<byte[]> call(HttpRequest<byte[]> request) {
    HttpCall call =
        new HttpCall(
            request.getMethodName(),
            request.getUri().getRawPath(),
            request.getUri().getRawQuery() == null ? "" : request.getUri().getRawQuery(),
            headers(request),
            request.getBody().orElseGet(() -> new byte[0]));
    return response(endpoint.answer(call, source(request)));
  }

  /** What is left over: a body that the server did not read to its end, or a bug. */
  @Error
  HttpResponse<byte[]> failure(HttpRequest<?> request, Throwable failure) {
    if (failure instanceof ContentLengthExceededException) {
      return response(endpoint.unread(source(request)));
    }
    String requestId = UUID.randomUUID().toString();
    LOG.error("request={} failed", requestId, failure);
    return response(AwsEndpoint.broken(requestId));
  }

  /** Of the connection: what a header says of earlier hops may be made up. */
  private static String source(HttpRequest<?> request) {
    InetAddress address = request.getRemoteAddress().getAddress();
    return address == null ? "" : address.getHostAddress();
  }

  private static HttpResponse<byte[]> response(WireAnswer answer) {
    return HttpResponse.<byte[]>status(HttpStatus.valueOf(answer.status()))
        .contentType(answer.contentType())
        .header("x-amzn-RequestId", answer.requestId())
        .body(answer.body());
  }

  private static Map<String, List<String>> headers(HttpRequest<?> request) {
    Map<String, List<String>> headers = new TreeMap<>();
    request
        .getHeaders()
        .forEach(
            (name, values) ->
                headers
                    .computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .addAll(values));
    return headers;
  }
}
