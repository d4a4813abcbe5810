package io.fairlead.registry.blobs;

import io.fairlead.registry.names.Digest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The blobs of a bucket, page by page. */
final class S3Listing implements BlobStore.Listing<Digest> {
  private final Bucket bucket;
  private final String folder;
  private final Deque<Digest> found = new ArrayDeque<>();
  private String last = "";
  private boolean ended;

  S3Listing(Bucket bucket, String folder) {
    this.bucket = bucket;
    this.folder = folder;
  }

  @Override
  public int take(List<Digest> into, int most) throws IOException {
    int taken = 0;
    while (taken < most) {
      if (found.isEmpty() && !ended) {
        look();
      } else if (found.isEmpty()) {
        return taken;
      } else {
        into.add(found.remove());
        taken++;
      }
    }
    return taken;
  }

  private void look() throws IOException {
    List<String> page = bucket.page(folder, last);
    ended = page.isEmpty();
    for (String key : page) {
      String text = key.substring(folder.length()).replace('/', ':');
      Digest.parse(text).ifPresent(found::add);
      last = key;
    }
  }

  @Override
  public void close() {}
}
