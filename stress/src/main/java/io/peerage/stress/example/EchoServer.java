/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.example;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.event.CommandSink;
import io.peerage.model.CloseReason;
import io.peerage.model.Outcome;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A server on plain Netty whose connections a peer manager admits: the first {@value #ID_LENGTH} bytes of a connection are
 * the peer's id, a stand-in for a handshake; what comes after is sent back.
 *
 * <p>All that Peerage asks for is in {@link Gate}: ask for a place when the socket is accepted, tell who it is after the
 * handshake, give the place back when the socket has closed. The manager ticks on one of Netty's event loops.
 *
 * <p><b>Threading</b>: any thread.
 */
public final class EchoServer implements AutoCloseable {
    /** The length of an id. */
    public static final int ID_LENGTH = 8;

    private static final int TICK_MILLIS = 10;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
    private final PeerManager manager;
    private final Channel listening;
    // By slot: a slot belongs to one connection from its admission until it is closed.
    private final AtomicReferenceArray<@Nullable Channel> channels;

    /** A server on this port, 0 for any, with a manager by this builder, whose sink it sets. */
    public EchoServer(int port, PeerManagerBuilder builder) {
        this.manager = builder.commandSink(new Closer()).build();
        this.channels = new AtomicReferenceArray<>(manager.connectionSlots());
        group.next()
                .scheduleWithFixedDelay(
                        manager::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        this.listening =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        channel.pipeline().addLast(new Gate());
                                    }
                                })
                        .bind(port)
                        .syncUninterruptibly()
                        .channel();
    }

    /** The manager. */
    public PeerManager manager() {
        return manager;
    }

    /** The port that it listens on. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Waits until it is closed, for example by the end of the process. */
    public void await() throws InterruptedException {
        listening.closeFuture().sync();
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Carries out what the manager decides: bans, pruning and the like. */
    private final class Closer implements CommandSink {
        @Override
        public void close(long connection, CloseReason reason) {
            Channel channel = channels.get(manager.slotOf(connection));
            if (channel != null) {
                channel.close();
            }
        }
    }

    /** Stands before everything else in a connection's pipeline. */
    private final class Gate extends ChannelInboundHandlerAdapter {
        private final byte[] id = new byte[ID_LENGTH];
        private int read;
        private boolean established;
        private long ticket;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            InetSocketAddress remote = (InetSocketAddress) context.channel().remoteAddress();
            ticket = manager.admitInbound(remote.getAddress().getAddress());
            if (ticket < 0) {
                context.close();
                return;
            }
            int slot = manager.slotOf(ticket);
            channels.set(slot, context.channel());
            context.channel()
                    .closeFuture()
                    .addListener(
                            closed -> {
                                // Before the place is given back: then somebody else may have it.
                                channels.set(slot, null);
                                manager.close(ticket);
                            });
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            while (read < ID_LENGTH && bytes.isReadable()) {
                id[read++] = bytes.readByte();
            }
            if (!established && read == ID_LENGTH) {
                established = true;
                if (Outcome.isRefused(manager.establishInbound(ticket, id))) {
                    context.close();
                }
            }
            if (established && bytes.isReadable() && context.channel().isActive()) {
                context.writeAndFlush(bytes);
            } else {
                ReferenceCountUtil.release(bytes);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
