package io.fairlead.scheduler.core.packed;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Messages with any fields set to anything, texts often being names that end in ids. */
final class RandomMessages {
  private static final int DEEPEST = 5;

  private final SplittableRandom random;

  RandomMessages(long seed) {
    random = new SplittableRandom(seed);
  }

  Message like(Message empty) {
    return filled(empty.newBuilderForType(), 0);
  }

  private Message filled(Message.Builder message, int depth) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (random.nextInt(3) == 0 || depth == DEEPEST) {
        continue;
      }
      if (field.isRepeated()) {
        for (int i = random.nextInt(3); i > 0; i--) {
          message.addRepeatedField(field, value(message, field, depth));
        }
      } else {
        message.setField(field, value(message, field, depth));
      }
    }
    if (random.nextInt(50) == 0) {
      message.setUnknownFields(unknown());
    }
    return message.build();
  }

  private Object value(Message.Builder in, FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT -> (int) number();
      case LONG -> number();
      case FLOAT -> random.nextInt() / 7f;
      case DOUBLE -> random.nextDouble();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text();
      case BYTE_STRING -> ByteString.copyFromUtf8(text());
      case ENUM -> {
        var values = field.getEnumType().getValues();
        yield values.get(random.nextInt(values.size()));
      }
      case MESSAGE -> filled(in.newBuilderForField(field), depth + 1);
    };
  }

  // From one bit to all of them; negative ones take ten bytes.
  private long number() {
    return random.nextLong() >> random.nextInt(64);
  }

  private static final List<String> PREFIXES =
      List.of("", "/", "arn:aws:ecs:us-east-1:000000000000:task/default/", "größer/", "ffff");

  private String text() {
    String prefix = PREFIXES.get(random.nextInt(PREFIXES.size()));
    return switch (random.nextInt(8)) {
      case 0 -> prefix + hex();
      case 1 -> prefix + hex() + hex();
      case 2 -> prefix + uuid();
      case 3 -> prefix + hex() + "/" + uuid();
      case 4 -> prefix + hex().toUpperCase(java.util.Locale.ROOT);
      case 5 -> prefix + hex().substring(random.nextInt(32));
      case 6 -> hex() + prefix;
      default -> prefix;
    };
  }

  // Few, so that names share ids.
  private String hex() {
    long half = random.nextInt(4);
    return HexFormat.of().toHexDigits(half * 0x9E3779B97F4A7C15L)
        + HexFormat.of().toHexDigits(half);
  }

  private String uuid() {
    return new UUID(random.nextInt(4), random.nextLong()).toString();
  }

  private UnknownFieldSet unknown() {
    return UnknownFieldSet.newBuilder()
        .addField(
            random.nextInt(900, 1000),
            UnknownFieldSet.Field.newBuilder()
                .addVarint(random.nextLong())
                .addFixed32(random.nextInt())
                .addFixed64(random.nextLong())
                .addLengthDelimited(ByteString.copyFromUtf8(text()))
                .build())
        .build();
  }
}
