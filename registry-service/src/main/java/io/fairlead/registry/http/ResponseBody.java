package io.fairlead.registry.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, sent from a few buffers that are used again and again: a write waits until
 * one of them was sent, so that little is in memory. Each answer has one buffer, and more while not
 * too many others have.
 */
final class ResponseBody extends OutputStream {
  private static final int MOST_BUFFERS = 4;
  private static final int LARGEST_BUFFER = 256 << 10;

  /** Of the whole process, as the memory that buffers are of is; a quarter of it at most. */
  private static final Semaphore MORE =
      new Semaphore((int) Math.min(10_000, Runtime.getRuntime().maxMemory() / 4 / LARGEST_BUFFER));

  private final ChannelHandlerContext connection;
  private final int size;
  private final Deque<Sent> underWay = new ArrayDeque<>();
  private @Nullable ByteBuf filling;
  private long left;
  private int more;

  private record Sent(ByteBuf buffer, ChannelFuture future) {}

  /**
   * Nothing is sent yet.
   *
   * @param length of all that is to be written
   */
  ResponseBody(ChannelHandlerContext connection, long length) {
    this.connection = connection;
    this.size = (int) Math.min(length, LARGEST_BUFFER);
    this.left = length;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int at = from;
    while (at < from + length) {
      ByteBuf buffer = filling == null ? empty() : filling;
      int count = Math.min(buffer.writableBytes(), from + length - at);
      buffer.writeBytes(bytes, at, count);
      at += count;
      left -= count;
      filling = buffer.isWritable() && left > 0 ? buffer : send(buffer);
    }
  }

  private @Nullable ByteBuf send(ByteBuf buffer) {
    var content = new DefaultHttpContent(buffer.retainedDuplicate());
    underWay.add(new Sent(buffer, connection.writeAndFlush(content)));
    return null;
  }

  private ByteBuf empty() throws IOException {
    if (underWay.isEmpty()) {
      return connection.alloc().buffer(size, size);
    }
    if (underWay.size() < MOST_BUFFERS && MORE.tryAcquire()) {
      more++;
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
    if (filling != null) {
      filling.release();
      filling = null;
    }
    MORE.release(more);
    more = 0;
  }
}
