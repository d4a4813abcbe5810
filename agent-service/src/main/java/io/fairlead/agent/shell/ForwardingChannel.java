package io.fairlead.agent.shell;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.util.concurrent.TimeUnit;

/** A channel that does what another one does, but for what a subclass changes. */
abstract class ForwardingChannel extends ManagedChannel {
  private final ManagedChannel real;

  ForwardingChannel(ManagedChannel real) {
    this.real = real;
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    return real.newCall(method, options);
  }

  @Override
  public String authority() {
    return real.authority();
  }

  @Override
  public ConnectivityState getState(boolean requestConnection) {
    return real.getState(requestConnection);
  }

  @Override
  public void resetConnectBackoff() {
    real.resetConnectBackoff();
  }

  @Override
  public ManagedChannel shutdown() {
    real.shutdown();
    return this;
  }

  @Override
  public ManagedChannel shutdownNow() {
    real.shutdownNow();
    return this;
  }

  @Override
  public boolean isShutdown() {
    return real.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return real.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return real.awaitTermination(timeout, unit);
  }
}
