package io.fairlead.registry.catalog;

import io.fairlead.registry.names.RepositoryName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The templates that repositories are made by. */
public final class CreationTemplates {
  private final Database database;

  public CreationTemplates(Database database) {
    this.database = database;
  }

  /** Keeps a new template; false where there is one of this prefix. */
  public boolean create(CreationTemplate template) {
    return database.update(
            "insert into registry.creation_template (description, applied_for, tag_mutability,"
                + " exclusions, policy, lifecycle_policy, tag_keys, tag_values, prefix)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
            members(template))
        > 0;
  }

  /** Changes the template of this prefix. */
  public void update(CreationTemplate template) {
    database.update(
        "update registry.creation_template set description = ?, applied_for = ?,"
            + " tag_mutability = ?, exclusions = ?, policy = ?, lifecycle_policy = ?,"
            + " tag_keys = ?, tag_values = ?, updated_at = now() where prefix = ?",
        members(template));
  }

  private static @Nullable Object[] members(CreationTemplate template) {
    return new @Nullable Object[] {
      template.description().orElse(null),
      template.appliedFor().toArray(String[]::new),
      template.mutability().setting(),
      template.mutability().exclusions().toArray(String[]::new),
      template.policy().orElse(null),
      template.lifecyclePolicy().orElse(null),
      template.tags().keySet().toArray(String[]::new),
      template.tags().values().toArray(String[]::new),
      template.prefix()
    };
  }

  /** Removes the template of a prefix. */
  public void delete(String prefix) {
    database.update("delete from registry.creation_template where prefix = ?", prefix);
  }

  /** The template of a prefix. */
  public Optional<CreationTemplate> find(String prefix) {
    return database.first(
        "select * from registry.creation_template where prefix = ?",
        CreationTemplates::read,
        prefix);
  }

  /** Templates after {@code last}, at most {@code most}, by prefix. */
  public List<CreationTemplate> list(String last, int most) {
    return database.list(
        "select * from registry.creation_template where prefix collate \"C\" > ?"
            + " order by prefix collate \"C\" limit ?",
        CreationTemplates::read,
        last,
        most);
  }

  /** The template for a repository that is made on some occasion: the one of the longest prefix. */
  public Optional<CreationTemplate> suiting(RepositoryName repository, String occasion) {
    List<String> prefixes = repository.prefixes();
    prefixes.add(CreationTemplate.ROOT);
    return database.first(
        "select * from registry.creation_template"
            + " where prefix = any(?::text[]) and ? = any(applied_for)"
            + " order by prefix = ?, length(prefix) desc limit 1",
        CreationTemplates::read,
        prefixes.toArray(String[]::new),
        occasion,
        CreationTemplate.ROOT);
  }

  private static CreationTemplate read(ResultSet row) throws SQLException {
    Map<String, String> tags = new LinkedHashMap<>();
    List<String> keys = texts(row, "tag_keys");
    List<String> values = texts(row, "tag_values");
    for (int i = 0; i < keys.size(); i++) {
      tags.put(keys.get(i), values.get(i));
    }
    return new CreationTemplate(
        row.getString("prefix"),
        Optional.ofNullable(row.getString("description")),
        texts(row, "applied_for"),
        new TagMutability(row.getString("tag_mutability"), texts(row, "exclusions")),
        Optional.ofNullable(row.getString("policy")),
        Optional.ofNullable(row.getString("lifecycle_policy")),
        tags,
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant());
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }
}
