package io.fairlead.registry.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Turns away who speaks TLS where plain HTTP is spoken. Docker's engine tries that first with any
 * registry, and would wait for ten seconds for an answer.
 */
final class TlsByMistake extends ByteToMessageDecoder {
  private static final int HANDSHAKE = 22;
  private static final byte[] ANSWER =
      "HTTP/1.0 400 Bad Request\r\nConnection: close\r\n\r\nThis is plain HTTP.\n"
          .getBytes(US_ASCII);

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (in.getByte(in.readerIndex()) == HANDSHAKE) {
      in.skipBytes(in.readableBytes());
      var _ =
          context
              .writeAndFlush(Unpooled.wrappedBuffer(ANSWER))
              .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    out.add(in.readRetainedSlice(in.readableBytes()));
    context.pipeline().remove(this);
  }
}
