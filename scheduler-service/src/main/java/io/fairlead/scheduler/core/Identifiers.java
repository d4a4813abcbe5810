package io.fairlead.scheduler.core;

import io.fairlead.proto.Arn;
import io.fairlead.proto.Realm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Ids and ARNs, as callers may give them, to the ARNs of one cluster's resources. */
record Identifiers(Realm realm, String cluster) {

  Answer<String> task(String idOrArn) {
    return resolve("task", idOrArn, id -> realm.task(cluster, id));
  }

  Answer<String> instance(String idOrArn) {
    return resolve("container-instance", idOrArn, id -> realm.containerInstance(cluster, id));
  }

  Answer<List<String>> tasks(List<String> idsOrArns) {
    return all(idsOrArns.stream().map(this::task).toList());
  }

  Answer<List<String>> instances(List<String> idsOrArns) {
    return all(idsOrArns.stream().map(this::instance).toList());
  }

  private Answer<String> resolve(String type, String text, UnaryOperator<String> arnOf) {
    Optional<Arn> arn = Arn.parse(text);
    if (arn.isEmpty()) {
      return new Answer.Yes<>(arnOf.apply(text));
    }
    if (!arn.get().type().equals(type)) {
      return no("Invalid identifier: " + text + " does not name a " + type + ".");
    }
    // Before 2018 these ARNs carried no cluster; such a one is taken for its id.
    Optional<String> named = arn.get().cluster();
    if (named.isEmpty()) {
      return new Answer.Yes<>(arnOf.apply(arn.get().name()));
    }
    return named.get().equals(cluster)
        ? new Answer.Yes<>(text)
        : no(
            "Invalid identifier: Identifier is for cluster %s. Your cluster is %s"
                .formatted(named.get(), cluster));
  }

  private static <T> Answer<T> no(String message) {
    return new Answer.No<>(Rejection.invalid(message));
  }

  private static Answer<List<String>> all(List<Answer<String>> answers) {
    List<String> arns = new ArrayList<>();
    for (Answer<String> answer : answers) {
      switch (answer) {
        case Answer.Yes<String>(String arn) -> arns.add(arn);
        case Answer.No<String>(Rejection rejection) -> {
          return new Answer.No<>(rejection);
        }
      }
    }
    return new Answer.Yes<>(arns);
  }
}
