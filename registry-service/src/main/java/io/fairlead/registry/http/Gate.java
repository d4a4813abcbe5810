package io.fairlead.registry.http;

import io.fairlead.registry.access.Action;
import io.fairlead.registry.access.Credentials.Proof;
import io.fairlead.registry.access.Grant;
import io.fairlead.registry.access.Rights;
import io.fairlead.registry.access.Scope;
import io.fairlead.registry.access.SignIn;
import io.fairlead.registry.access.Tokens;
import io.fairlead.registry.names.RepositoryName;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lets a request in. A caller bears a token of {@link TokenEndpoint}, which a refusal tells the way
 * to, or signs in with each request.
 */
final class Gate {
  private static final String BEARER = "bearer ";
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_\\[\\]-]{1,255}");

  private final SignIn signIn;
  private final Tokens tokens;
  private final Rights rights;

  Gate(SignIn signIn, Tokens tokens, Rights rights) {
    this.signIn = signIn;
    this.tokens = tokens;
    this.rights = rights;
  }

  /** Whether a request comes in. */
  sealed interface Entry {
    record Open(Grant grant) implements Entry {}

    record Closed(Answer answer) implements Entry {}
  }

  /** Lets in who does no more than show who it is. */
  Entry known(Request request) {
    return enter(request, List.of());
  }

  /** Lets in who may do this. */
  Entry enter(Request request, RepositoryName repository, Action action) {
    Entry entry = enter(request, wanted(request, repository, action));
    return switch (entry) {
      case Entry.Closed _ -> entry;
      case Entry.Open(Grant grant) when grant.covers(repository, action) -> entry;
      case Entry.Open(Grant grant) -> new Entry.Closed(lacking(request, grant, repository, action));
    };
  }

  /** Lets in who has a ticket for this layer. */
  Entry enter(Request request, Target.Blob layer, String ticket) {
    List<Scope> scopes = wanted(request, layer.repository(), Action.PULL);
    return tokens.admits(ticket, layer.repository(), layer.digest())
        ? new Entry.Open(new Grant.ForScopes(scopes))
        : new Entry.Closed(
            challenge(
                request,
                scopes,
                "invalid_token",
                Problem.UNAUTHORIZED,
                "the address is not valid, or no more"));
  }

  /** With it, the repository that a blob is to be mounted from: clients ask once for both. */
  private static List<Scope> wanted(Request request, RepositoryName repository, Action action) {
    if (action != Action.PUSH) {
      return List.of(new Scope(repository, EnumSet.of(action)));
    }
    Scope own = new Scope(repository, EnumSet.of(Action.PULL, Action.PUSH));
    return request
        .parameter("from")
        .flatMap(RepositoryName::parse)
        .map(from -> List.of(own, new Scope(from, EnumSet.of(Action.PULL))))
        .orElseGet(() -> List.of(own));
  }

  private Entry enter(Request request, List<Scope> scopes) {
    String authorization = request.header("authorization").orElse("");
    if (SignIn.isBasic(authorization)) {
      return bySigningIn(request, authorization, scopes);
    }
    boolean bears = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    Optional<Grant> grant =
        bears ? tokens.granted(authorization.substring(BEARER.length()).strip()) : Optional.empty();
    return grant
        .<Entry>map(Entry.Open::new)
        .orElseGet(
            () ->
                new Entry.Closed(
                    challenge(
                        request,
                        scopes,
                        bears ? "invalid_token" : "",
                        Problem.UNAUTHORIZED,
                        bears ? "the token is not valid, or no more" : "sign in first")));
  }

  private Entry bySigningIn(Request request, String authorization, List<Scope> scopes) {
    return switch (signIn.prove(authorization)) {
      case Proof.Proven(var principal) -> new Entry.Open(new Grant.ForCaller(principal, rights));
      case Proof.Unanswered(String why) -> new Entry.Closed(Problem.UNAVAILABLE.answer(why));
      case Proof.Wrong _ ->
          new Entry.Closed(
              challenge(
                  request, scopes, "", Problem.UNAUTHORIZED, "user or password is not right"));
    };
  }

  /** Whoever bears a token is told how to get another; whoever signed in has no other way. */
  private static Answer lacking(
      Request request, Grant grant, RepositoryName repository, Action action) {
    String why = "not allowed: " + action.word() + " of " + repository;
    return switch (grant) {
      case Grant.ForCaller _ -> Problem.DENIED.answer(why);
      case Grant.ForScopes _ ->
          challenge(
              request,
              wanted(request, repository, action),
              "insufficient_scope",
              Problem.DENIED,
              why);
    };
  }

  private static Answer challenge(
      Request request, List<Scope> scopes, String error, Problem problem, String message) {
    String host = host(request);
    String scheme = request.secure() ? "https" : "http";
    String challenge =
        "Bearer realm=\"%s://%s/token\",service=\"%s\"".formatted(scheme, host, host)
            + (scopes.isEmpty() ? "" : ",scope=\"" + joined(scopes) + "\"")
            + (error.isEmpty() ? "" : ",error=\"" + error + "\"");
    return problem.answer(401, message).with("WWW-Authenticate", challenge);
  }

  private static String joined(List<Scope> scopes) {
    return scopes.stream().map(Scope::toString).collect(Collectors.joining(" "));
  }

  /** As the client calls this registry. */
  private static String host(Request request) {
    return request.header("host").filter(it -> HOST.matcher(it).matches()).orElse("localhost");
  }
}
