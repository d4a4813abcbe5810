package io.fairlead.scheduler.core.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static final String HEX = "0123456789abcdef" + "fedcba9876543210";
  private static final String UUID_TEXT = "01234567-89ab-cdef-fedc-ba9876543210";

  private final byte[] id = new byte[Ids.SIZE];

  @Test
  void digitsAndUuidsComeBack() {
    Random random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = new byte[Ids.SIZE];
      random.nextBytes(bytes);
      String hex = HexFormat.of().formatHex(bytes);
      String uuid = new UUID(random.nextLong(), random.nextLong()).toString();

      assertThat(Ids.readHex(("//" + hex).getBytes(StandardCharsets.ISO_8859_1), 2, id)).isTrue();
      assertThat(id).isEqualTo(bytes);

      assertThat(Ids.readUuid(("/" + uuid).getBytes(StandardCharsets.ISO_8859_1), 1, id)).isTrue();
      assertThat(HexFormat.of().formatHex(id)).isEqualTo(uuid.replace("-", ""));
    }
  }

  /** Each byte at each place. */
  @Test
  void onlyLowerCaseDigitsAreTaken() {
    for (int value = 0; value < 256; value++) {
      boolean digit = value >= '0' && value <= '9' || value >= 'a' && value <= 'f';
      for (int at = 0; at < Ids.HEX; at++) {
        byte[] text = HEX.getBytes(StandardCharsets.ISO_8859_1);
        text[at] = (byte) value;
        assertThat(Ids.readHex(text, 0, id)).as("%x at %d", value, at).isEqualTo(digit);
      }
      for (int at = 0; at < Ids.UUID; at++) {
        byte[] text = UUID_TEXT.getBytes(StandardCharsets.ISO_8859_1);
        boolean good = text[at] == '-' ? value == '-' : digit;
        text[at] = (byte) value;
        assertThat(Ids.readUuid(text, 0, id)).as("%x at %d", value, at).isEqualTo(good);
      }
    }
  }
}
