package io.fairlead.registry.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: its requests one after the other, each on a virtual thread that may block. The
 * network is read only when a request or its body is waited for. All fields belong to the event
 * loop's thread.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** Bytes of a body that nobody wanted, read so that the client sees the answer. */
  private static final int WORTH_DRAINING = 8 << 20;

  private final HttpRim rim;
  private final Executor threads;
  private final Deque<Object> ahead = new ArrayDeque<>();
  private @Nullable RequestBody body;
  private boolean answering;
  private boolean wanting;

  Connection(HttpRim rim, Executor threads) {
    this.rim = rim;
    this.threads = threads;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    want(context);
  }

  private void want(ChannelHandlerContext context) {
    wanting = true;
    context.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    wanting = false;
    ahead.add(message);
    work(context);
  }

  /** A look at the network may give no message; then the next is due. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (wanting) {
      context.read();
    }
  }

  /** A request that came before the last was answered waits. */
  private void work(ChannelHandlerContext context) {
    while (!ahead.isEmpty() && !(answering && ahead.peek() instanceof HttpRequest)) {
      Object message = ahead.remove();
      try {
        if (message instanceof HttpRequest request) {
          begin(context, request);
        }
        if (message instanceof HttpContent content) {
          add(content);
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    answering = true;
    if (request.decoderResult().isFailure()) {
      refuse(context, request.decoderResult().cause());
      return;
    }
    boolean expects = HttpUtil.is100ContinueExpected(request);
    RequestBody fresh =
        new RequestBody(first -> context.executor().execute(() -> more(context, first && expects)));
    body = fresh;
    threads.execute(() -> answer(context, request, fresh, expects));
  }

  /** A client that waits for it is told to go on when its body is wanted, not before. */
  private void more(ChannelHandlerContext context, boolean goOn) {
    if (body != null) {
      if (goOn) {
        var _ = context.writeAndFlush(CONTINUE.retainedDuplicate());
      }
      want(context);
    }
  }

  private void add(HttpContent content) {
    if (body == null) {
      return;
    }
    if (content.decoderResult().isFailure()) {
      body.breakOff();
      return;
    }
    if (content.content().isReadable()) {
      body.give(ByteBufUtil.getBytes(content.content()));
    }
    if (content instanceof LastHttpContent) {
      body.end();
      body = null;
    }
  }

  /** On a thread of its own. */
  private void answer(
      ChannelHandlerContext context, HttpRequest request, RequestBody body, boolean expects) {
    long begun = System.nanoTime();
    int status = 0;
    boolean reusable = false;
    try {
      Answer answer = rim.answer(request, body);
      status = answer.status();
      boolean unasked = expects && !body.asked();
      boolean keep = HttpUtil.isKeepAlive(request) && !unasked && body.drain(WORTH_DRAINING);
      send(context, request, answer, keep);
      reusable = keep;
    } catch (IOException e) {
      LOG.debug("broke off {} {}: {}", request.method(), path(request), e.toString());
    } catch (RuntimeException | Error e) {
      LOG.error("failed {} {}", request.method(), path(request), e);
    } finally {
      rim.count(request.method().name(), status, System.nanoTime() - begun);
      finish(context, reusable);
    }
  }

  /** Without the parameters, which may hold a ticket. */
  private static String path(HttpRequest request) {
    int query = request.uri().indexOf('?');
    return query < 0 ? request.uri() : request.uri().substring(0, query);
  }

  private static final DefaultFullHttpResponse CONTINUE =
      new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE);

  private static void send(
      ChannelHandlerContext context, HttpRequest request, Answer answer, boolean keep)
      throws IOException {
    HttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
    HttpRim.headers(answer, response.headers());
    HttpUtil.setKeepAlive(response, keep);
    if (request.method().name().equals("HEAD") || answer.body().length() == 0) {
      context.write(response);
    } else {
      context.write(response);
      try (ResponseBody body = new ResponseBody(context, answer.body().length())) {
        HttpRim.write(answer.body(), body);
      }
    }
    ChannelFuture end = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    end.awaitUninterruptibly();
    if (!end.isSuccess()) {
      throw new IOException("the client is gone", end.cause());
    }
  }

  private void finish(ChannelHandlerContext context, boolean reusable) {
    if (!reusable || context.executor().isShuttingDown()) {
      var _ = context.close();
      return;
    }
    context
        .executor()
        .execute(
            () -> {
              answering = false;
              work(context);
              if (!answering) {
                want(context);
              }
            });
  }

  private static void refuse(ChannelHandlerContext context, Throwable cause) {
    int status =
        switch (cause) {
          case TooLongHttpLineException _ -> 414;
          case TooLongHttpHeaderException _ -> 431;
          default -> 400;
        };
    Answer answer = Problem.UNSUPPORTED.answer(status, "this is not an HTTP request");
    HttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    HttpRim.headers(answer, response.headers());
    HttpUtil.setKeepAlive(response, false);
    context.write(response);
    if (answer.body() instanceof Answer.Body.Bytes(byte[] bytes)) {
      context.write(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
    }
    var _ =
        context
            .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
            .addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (body != null) {
      body.breakOff();
      body = null;
    }
    ahead.forEach(ReferenceCountUtil::release);
    ahead.clear();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      var _ = context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("connection broke", cause);
    var _ = context.close();
  }
}
