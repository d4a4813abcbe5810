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
import java.util.Set;
import java.util.regex.Pattern;

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
    return enter(request, Optional.empty());
  }

  /** Lets in who may do this. */
  Entry enter(Request request, RepositoryName repository, Action action) {
    Entry entry = enter(request, Optional.of(wanted(repository, action)));
    return switch (entry) {
      case Entry.Closed _ -> entry;
      case Entry.Open(Grant grant) when grant.covers(repository, action) -> entry;
      case Entry.Open(Grant grant) -> new Entry.Closed(lacking(request, grant, repository, action));
    };
  }

  /** Lets in who has a ticket for this layer. */
  Entry enter(Request request, Target.Blob layer, String ticket) {
    Scope scope = wanted(layer.repository(), Action.PULL);
    return tokens.admits(ticket, layer.repository(), layer.digest())
        ? new Entry.Open(new Grant.ForScopes(List.of(scope)))
        : new Entry.Closed(
            challenge(
                request,
                Optional.of(scope),
                "invalid_token",
                Problem.UNAUTHORIZED,
                "the address is not valid, or no more"));
  }

  private static Scope wanted(RepositoryName repository, Action action) {
    Set<Action> actions = EnumSet.of(action);
    if (action == Action.PUSH) {
      actions.add(Action.PULL);
    }
    return new Scope(repository, actions);
  }

  private Entry enter(Request request, Optional<Scope> scope) {
    String authorization = request.header("authorization").orElse("");
    if (SignIn.isBasic(authorization)) {
      return bySigningIn(request, authorization, scope);
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
                        scope,
                        bears ? "invalid_token" : "",
                        Problem.UNAUTHORIZED,
                        bears ? "the token is not valid, or no more" : "sign in first")));
  }

  private Entry bySigningIn(Request request, String authorization, Optional<Scope> scope) {
    return switch (signIn.prove(authorization)) {
      case Proof.Proven(var principal) -> new Entry.Open(new Grant.ForCaller(principal, rights));
      case Proof.Unanswered(String why) -> new Entry.Closed(Problem.UNAVAILABLE.answer(why));
      case Proof.Wrong _ ->
          new Entry.Closed(
              challenge(request, scope, "", Problem.UNAUTHORIZED, "user or password is not right"));
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
              Optional.of(wanted(repository, action)),
              "insufficient_scope",
              Problem.DENIED,
              why);
    };
  }

  private static Answer challenge(
      Request request, Optional<Scope> scope, String error, Problem problem, String message) {
    String host = host(request);
    String scheme = request.secure() ? "https" : "http";
    String challenge =
        "Bearer realm=\"%s://%s/token\",service=\"%s\"".formatted(scheme, host, host)
            + scope.map(it -> ",scope=\"" + it + "\"").orElse("")
            + (error.isEmpty() ? "" : ",error=\"" + error + "\"");
    return problem.answer(401, message).with("WWW-Authenticate", challenge);
  }

  /** As the client calls this registry. */
  private static String host(Request request) {
    return request.header("host").filter(it -> HOST.matcher(it).matches()).orElse("localhost");
  }
}
