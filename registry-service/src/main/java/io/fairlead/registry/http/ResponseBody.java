package io.fairlead.registry.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** The body of an answer. A write waits until few are under way, so that little is in memory. */
final class ResponseBody extends OutputStream {
  private static final int MOST_UNDER_WAY = 4;

  private final ChannelHandlerContext connection;
  private final Deque<ChannelFuture> underWay = new ArrayDeque<>();

  ResponseBody(ChannelHandlerContext connection) {
    this.connection = connection;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (underWay.size() >= MOST_UNDER_WAY) {
      await(underWay.remove());
    }
    ByteBuf copy = connection.alloc().buffer(length).writeBytes(bytes, from, length);
    underWay.add(connection.writeAndFlush(new DefaultHttpContent(copy)));
  }

  private static void await(ChannelFuture write) throws IOException {
    write.awaitUninterruptibly();
    if (!write.isSuccess()) {
      throw new IOException("the client is gone", write.cause());
    }
  }
}
