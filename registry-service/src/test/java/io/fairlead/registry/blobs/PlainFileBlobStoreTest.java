package io.fairlead.registry.blobs;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The file system without encryption. */
final class PlainFileBlobStoreTest extends BlobStoreContract {
  @TempDir Path folder;

  @Override
  BlobStore open() throws IOException {
    return new FileBlobStore(
        folder.resolve("store"),
        new DataKeys(MasterKey.open(folder.resolve("master-key.json")), false));
  }
}
