package io.fairlead.registry.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tags of repositories: keys and values that callers attach, not names of images. */
public final class RepositoryTags {
  private final Database database;

  public RepositoryTags(Database database) {
    this.database = database;
  }

  /** Key and value, by key. */
  public Map<String, String> of(long repository) {
    Map<String, String> tags = new LinkedHashMap<>();
    database
        .list(
            "select key, value from registry.repository_tag where repository = ? order by key",
            row -> Map.entry(row.getString(1), row.getString(2)),
            repository)
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }

  /** Adds tags; a key that is there gets the new value. */
  public void put(long repository, Map<String, String> tags) {
    database.update(
        "insert into registry.repository_tag (repository, key, value)"
            + " select ?, k, v from unnest(?::text[], ?::text[]) as t(k, v)"
            + " on conflict (repository, key) do update set value = excluded.value",
        repository,
        tags.keySet().toArray(String[]::new),
        tags.values().toArray(String[]::new));
  }

  /** Takes tags away; those that are not there do not matter. */
  public void remove(long repository, List<String> keys) {
    database.update(
        "delete from registry.repository_tag where repository = ? and key = any(?::text[])",
        repository,
        keys.toArray(String[]::new));
  }
}
