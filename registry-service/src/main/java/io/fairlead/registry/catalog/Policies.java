package io.fairlead.registry.catalog;

import io.fairlead.registry.names.RepositoryName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The texts of policies. */
public final class Policies {
  private final Database database;

  public Policies(Database database) {
    this.database = database;
  }

  /**
   * What a repository is under.
   *
   * @param exists whether there is such a repository
   * @param repository its own policy
   * @param registry that of the registry
   */
  public record Texts(boolean exists, @Nullable String repository, @Nullable String registry) {}

  /** Everything at once, as each request needs it. */
  public Texts of(RepositoryName repository) {
    return database
        .first(
            "select r.id is not null as is_there, r.policy, p.text from (values (?)) n(name)"
                + " left join registry.repository r on r.name = n.name"
                + " left join registry.registry_policy p on true",
            row -> new Texts(row.getBoolean(1), row.getString(2), row.getString(3)),
            repository.text())
        .orElseThrow();
  }

  /** Gives a repository its policy, or takes it away. */
  public void set(long repository, @Nullable String text) {
    database.update("update registry.repository set policy = ? where id = ?", text, repository);
  }

  /** The policy of the registry. */
  public Optional<String> registry() {
    return database.first("select text from registry.registry_policy", row -> row.getString(1));
  }

  /** Gives the registry its policy. */
  public void setRegistry(String text) {
    database.update(
        "insert into registry.registry_policy (text) values (?)"
            + " on conflict (only_one) do update set text = excluded.text",
        text);
  }

  /** Takes the policy of the registry away. */
  public void removeRegistry() {
    database.update("delete from registry.registry_policy");
  }
}
