package io.fairlead.registry.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer. A write waits until the one before it is out, so that two are in memory.
 */
final class ResponseBody extends OutputStream {
  private final ChannelHandlerContext connection;
  private @Nullable ChannelFuture last;

  ResponseBody(ChannelHandlerContext connection) {
    this.connection = connection;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    awaitLast();
    ByteBuf copy = connection.alloc().buffer(length).writeBytes(bytes, from, length);
    last = connection.writeAndFlush(new DefaultHttpContent(copy));
  }

  private void awaitLast() throws IOException {
    if (last != null) {
      last.awaitUninterruptibly();
      if (!last.isSuccess()) {
        throw new IOException("the client is gone", last.cause());
      }
    }
  }
}
