package io.fairlead.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110, 14.2, and the chunks of the OCI distribution-spec. */
final class RangesTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 10, 0-0",
    "bytes=0-, 10, 0-9",
    "bytes=3-5, 10, 3-5",
    "bytes=3-500, 10, 3-9",
    "bytes=9-, 10, 9-9",
    "bytes=-3, 10, 7-9",
    "bytes=-30, 10, 0-9",
    "bytes=10-, 10, outside",
    "bytes=0-0, 0, outside",
    "bytes=-0, 10, outside",
    "bytes=-1, 0, outside",
    "bytes=5-3, 10, outside",
    "bytes=-, 10, whole",
    "'bytes=0-1,3-4', 10, whole",
    "items=0-1, 10, whole",
    "bytes=a-b, 10, whole",
    "bytes=99999999999999999999-, 10, whole"
  })
  void readsWhatADownloadAsksFor(String header, long size, String expected) {
    String read =
        switch (ByteRange.of(header, size)) {
          case ByteRange.Whole _ -> "whole";
          case ByteRange.Outside _ -> "outside";
          case ByteRange.Part(long from, long to) -> from + "-" + to;
        };
    assertThat(read).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 5, end",
    "0-4, 5, from 0",
    "10-14, 5, from 10",
    "10-14, -1, from 10",
    "0-4, 6, length",
    "0-0, 0, length",
    "4-0, 5, none",
    "bytes 0-4/5, 5, none",
    "0-, 5, none",
    "-5, 5, none",
    "x, 5, none",
    "0-99999999999999999999, 5, none"
  })
  void readsWhereAChunkBelongs(String header, long length, String expected) {
    Request request =
        new Request(
            "PATCH",
            "/",
            Map.of(),
            Map.of("content-range", header),
            false,
            length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
            InputStream.nullInputStream());
    String read =
        switch (ChunkRange.of(request)) {
          case ChunkRange.AtTheEnd _ -> "end";
          case ChunkRange.From(long from) -> "from " + from;
          case ChunkRange.OtherLength _ -> "length";
          case ChunkRange.NotARange _ -> "none";
        };
    assertThat(read).isEqualTo(expected);
  }
}
