package io.fairlead.registry.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The body of an answer, sent from a few buffers that are used again and again: a write waits until
 * one of them was sent, so that little is in memory.
 */
final class ResponseBody extends OutputStream {
  private static final int BUFFERS = 4;
  private static final int LARGEST_BUFFER = 256 << 10;

  private final ChannelHandlerContext connection;
  private final int size;
  private final Deque<Sent> underWay = new ArrayDeque<>();

  private record Sent(ByteBuf buffer, ChannelFuture future) {}

  /**
   * Nothing is sent yet.
   *
   * @param length of all that is to be written
   */
  ResponseBody(ChannelHandlerContext connection, long length) {
    this.connection = connection;
    this.size = (int) Math.min(length, LARGEST_BUFFER);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    for (int at = from; at < from + length; at += size) {
      ByteBuf buffer = buffer();
      buffer.writeBytes(bytes, at, Math.min(size, from + length - at));
      var content = new DefaultHttpContent(buffer.retainedDuplicate());
      underWay.add(new Sent(buffer, connection.writeAndFlush(content)));
    }
  }

  private ByteBuf buffer() throws IOException {
    if (underWay.size() < BUFFERS) {
      return connection.alloc().buffer(size, size);
    }
    Sent oldest = underWay.element();
    oldest.future().awaitUninterruptibly();
    if (!oldest.future().isSuccess()) {
      throw new IOException("the client is gone", oldest.future().cause());
    }
    underWay.remove();
    return oldest.buffer().clear();
  }

  /** Gives the buffers back; what is under way is sent all the same. */
  @Override
  public void close() {
    underWay.forEach(sent -> sent.buffer().release());
    underWay.clear();
  }
}
