package io.fairlead.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.registry.access.Action;
import io.fairlead.registry.access.Credentials.Proof;
import io.fairlead.registry.access.Principal;
import io.fairlead.registry.access.Rights;
import io.fairlead.registry.access.Scope;
import io.fairlead.registry.access.SignIn;
import io.fairlead.registry.access.Tokens;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Gives out tokens as Docker's clients ask for them ("Token Authentication Specification"): of the
 * scopes that are asked for the part that the caller has a right to.
 */
final class TokenEndpoint {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SIGN_IN = "sign in with the id and the secret of an access key";
  private static final int MOST_SCOPES = 100;

  private final SignIn signIn;
  private final Tokens tokens;
  private final Rights rights;
  private final InstantSource clock;

  TokenEndpoint(SignIn signIn, Tokens tokens, Rights rights, InstantSource clock) {
    this.signIn = signIn;
    this.tokens = tokens;
    this.rights = rights;
    this.clock = clock;
  }

  Answer answer(Request request) {
    if (!request.method().equals("GET")) {
      return Problem.UNSUPPORTED.answer("tokens are asked for with GET").with("Allow", "GET");
    }
    List<Scope> asked =
        request.parameters("scope").stream().map(Scope::parse).flatMap(List::stream).toList();
    if (asked.size() > MOST_SCOPES) {
      return Problem.DENIED.answer(400, "a token has at most " + MOST_SCOPES + " scopes");
    }
    String authorization = request.header("authorization").orElse("");
    if (authorization.isEmpty()) {
      return anonymous(asked);
    }
    if (!SignIn.isBasic(authorization)) {
      return unknown(SIGN_IN);
    }
    return switch (signIn.prove(authorization)) {
      case Proof.Proven(Principal principal) -> token(principal, granted(principal, asked));
      case Proof.Wrong _ -> unknown("user or password is not right");
      case Proof.Unanswered(String why) -> Problem.UNAVAILABLE.answer(why);
    };
  }

  /** A token for what policies allow to everybody; where that is nothing, signing in is due. */
  private Answer anonymous(List<Scope> asked) {
    Principal nobody = new Principal.Anonymous();
    List<Scope> granted = granted(nobody, asked);
    return granted.stream().allMatch(scope -> scope.actions().isEmpty())
        ? unknown(SIGN_IN)
        : token(nobody, granted);
  }

  private List<Scope> granted(Principal principal, List<Scope> asked) {
    List<Scope> granted = new ArrayList<>();
    for (Scope scope : asked) {
      Set<Action> actions = EnumSet.noneOf(Action.class);
      actions.addAll(scope.actions());
      if (actions.contains(Action.PULL)) {
        actions.add(Action.IMPORT);
      }
      actions.retainAll(rights.of(principal, scope.repository()));
      granted.add(new Scope(scope.repository(), actions));
    }
    return granted;
  }

  private Answer token(Principal principal, List<Scope> granted) {
    String token = tokens.access(principal, granted);
    ObjectNode answer = JSON.createObjectNode();
    answer.put("token", token);
    answer.put("access_token", token);
    answer.put("expires_in", Tokens.ACCESS.toSeconds());
    answer.put("issued_at", clock.instant().toString());
    return Answer.of(200, "application/json", answer.toString().getBytes(UTF_8))
        .with("Cache-Control", "no-store");
  }

  private static Answer unknown(String message) {
    return Problem.UNAUTHORIZED
        .answer(message)
        .with("WWW-Authenticate", "Basic realm=\"fairlead\", charset=\"UTF-8\"");
  }
}
