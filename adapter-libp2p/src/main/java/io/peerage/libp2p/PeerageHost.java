/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import io.libp2p.core.ChannelVisitor;
import io.libp2p.core.Connection;
import io.libp2p.core.ConnectionHandler;
import io.libp2p.core.Host;
import io.libp2p.core.P2PChannel;
import io.libp2p.core.PeerId;
import io.libp2p.core.dsl.BuilderJ;
import io.libp2p.core.multiformats.Multiaddr;
import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.libp2p.address.AddressMapper;
import io.peerage.libp2p.address.DialAddresses;
import io.peerage.libp2p.connection.Connections;
import io.peerage.libp2p.connection.Failures;
import io.peerage.libp2p.connection.Holder;
import io.peerage.libp2p.connection.Release;
import io.peerage.libp2p.inbound.EarlyGate;
import io.peerage.libp2p.outbound.CommandExecutor;
import io.peerage.libp2p.outbound.DialRefusedException;
import io.peerage.libp2p.outbound.Dialer;
import io.peerage.model.CandidateKind;
import io.peerage.model.Result;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the connections of a jvm-libp2p host under a peer manager.
 *
 * <pre>{@code
 * PeerageHost peerage = PeerageHost.with(PeerManager.builder().maxConnections(200));
 * Host host = new HostBuilder().listen("/ip4/0.0.0.0/tcp/4001").builderModifier(peerage.hooks()).build();
 * PeerManager manager = peerage.attach(host);
 * }</pre>
 *
 * <p>Then start the host, and have somebody call {@link PeerManager#tick()}. Inbound connections are asked for a ticket before
 * their handshake, and established right after it; refused ones are closed there and then. The manager's Dial commands go to
 * the addresses in the host's book, its Close commands to the transports.
 *
 * <p>A host that was built without {@link #hooks} can be attached as well: it is refused nothing before the handshake, unless
 * its listeners are started with {@code network.listen(address, peerage.gate())}.
 *
 * <p><b>Threading</b>: {@link #with}, {@link #attach} and {@link #detach} one thread, all else any thread. <b>Progress</b>: lock-free;
 * nothing waits. <b>Memory</b>: a few references for each slot of the manager, fixed when attached. <b>Errors</b>: what goes wrong
 * inside the library's callbacks closes the connection, and is told by {@link #failures()}. <b>Origin</b>: architecture, contract
 * of the adapter.
 */
public final class PeerageHost {
    private final PeerManagerBuilder builder;
    private final Failures failures = new Failures();
    private final AtomicReference<@Nullable Attachment> attachment = new AtomicReference<>();
    private Executor names = ForkJoinPool.commonPool();
    private volatile boolean hooked;
    private volatile boolean detached;

    private PeerageHost(PeerManagerBuilder builder) {
        this.builder = builder;
    }

    /**
     * For a manager with this configuration, which {@link #attach} builds. The builder's listener and command sink are kept and
     * hear what they heard before, except Dial commands and Close commands of the host's connections.
     */
    public static PeerageHost with(PeerManagerBuilder configuration) {
        return new PeerageHost(
                Objects.requireNonNull(
                        configuration, "configuration is null; pass PeerManager.builder()"));
    }

    /** Where dials to addresses with a name go, since the library waits for the name service; by default the common pool. */
    public PeerageHost namesOn(Executor executor) {
        this.names =
                Objects.requireNonNull(
                        executor, "executor is null; leave it out for the common pool");
        return this;
    }

    /** For {@code HostBuilder.builderModifier}: refuses inbound connections before their handshake. */
    public Consumer<BuilderJ> hooks() {
        return host -> {
            hooked = true;
            host.getDebug().getBeforeSecureHandler().addHandler(this::visit);
        };
    }

    /** For {@code network.listen} on a host that was built without {@link #hooks}; both together do no harm. */
    public ChannelVisitor<P2PChannel> gate() {
        return channel -> {
            if (!hooked) {
                visit(channel);
            }
        };
    }

    private void visit(P2PChannel channel) {
        Attachment attached = attachment.get();
        if (attached != null) {
            attached.early.visit(channel);
        } else if (!detached) {
            // Nobody counts yet, so nobody comes in.
            Connections.close(channel, failures);
        }
    }

    /**
     * Builds the manager, with the host's id as its own, and takes the host's connections under it, those that it has already
     * too.
     *
     * @throws IllegalStateException if a host is attached, or was
     */
    public PeerManager attach(Host host) {
        Objects.requireNonNull(host, "host is null; pass the one that was built");
        if (detached || attachment.get() != null) {
            throw new IllegalStateException(
                    "a host was attached before; make another PeerageHost for another host");
        }
        Attachment attached = new Attachment(host);
        attachment.set(attached);
        attached.hook();
        adopt();
        return attached.manager;
    }

    /**
     * Takes connections of the host under the manager that it doesn't know: on a host that was attached while connections came
     * in, one or two can be missed. O(connections × slots).
     *
     * @return how many it didn't know
     */
    public int adopt() {
        Attachment attached = attached();
        int found = 0;
        for (Connection connection : attached.host.getNetwork().getConnections()) {
            if (!attached.connections.isTracked(connection)) {
                attached.handler.handleConnection(connection);
                found++;
            }
        }
        return found;
    }

    /** Lets the host go: what is connected stays and is counted until it closes, nothing else is admitted or refused. */
    public void detach() {
        detached = true;
        Attachment attached = attachment.getAndSet(null);
        if (attached != null) {
            attached.host.removeConnectionHandler(attached.handler);
        }
    }

    /**
     * The manager.
     *
     * @throws IllegalStateException if no host is attached
     */
    public PeerManager manager() {
        return attached().manager;
    }

    private Attachment attached() {
        Attachment attached = attachment.get();
        if (attached == null) {
            throw new IllegalStateException("no host is attached; call attach with the host first");
        }
        return attached;
    }

    /**
     * Dials a peer under the manager's limits: refused before anything is sent. A dial past the manager, by the network or by a
     * stream, is admitted only after its handshake.
     *
     * @param addresses at most {@value DialAddresses#MOST}, tried at once; the limits on prefixes count the first
     * @return the connection, which may be one that was there; fails with {@link DialRefusedException}, or with what the library
     *     fails with
     */
    public CompletableFuture<Connection> connect(PeerId id, Multiaddr... addresses) {
        Attachment attached = attached();
        if (addresses.length == 0 || addresses.length > DialAddresses.MOST) {
            throw new IllegalArgumentException(
                    addresses.length
                            + " addresses, allowed are 1 to "
                            + DialAddresses.MOST
                            + "; pass the best ones");
        }
        long peer = attached.manager.register(id.getBytes());
        long ticket =
                peer < 0
                        ? peer
                        : attached.manager.admitOutbound(
                                peer,
                                AddressMapper.ipHi(addresses[0]),
                                AddressMapper.ipLo(addresses[0]));
        return ticket < 0
                ? CompletableFuture.failedFuture(new DialRefusedException(Result.ofRefusal(ticket)))
                : attached.dialer.dial(id, ticket, addresses);
    }

    /**
     * Tells where a peer may be dialed: the addresses go into the host's book, and the peer becomes a candidate at the IP of the
     * first. Addresses that are another peer's, empty or overlong are left out.
     *
     * @return the code of {@link Result#DONE}, or of what {@link io.peerage.Dialing#offer} refuses with; {@link
     *     Result#UNKNOWN_PEER} if no address is left
     */
    public int offer(PeerId id, Multiaddr... addresses) {
        Attachment attached = attached();
        Multiaddr[] good =
                Stream.of(addresses)
                        .filter(address -> DialAddresses.isOf(address, id.getBytes()))
                        .limit(DialAddresses.MOST)
                        .toArray(Multiaddr[]::new);
        if (good.length == 0) {
            return Result.UNKNOWN_PEER.code();
        }
        long peer = attached.manager.register(id.getBytes());
        if (peer < 0) {
            return (int) peer;
        }
        var unused = attached.host.getAddressBook().addAddrs(id, Long.MAX_VALUE, good);
        return attached.manager
                .dialing()
                .offer(
                        peer,
                        AddressMapper.ipHi(good[0]),
                        AddressMapper.ipLo(good[0]),
                        CandidateKind.NEW);
    }

    /** The connection that a handle of the manager stands for; null if it is closed, or still a ticket of a dial. */
    public @Nullable Connection connection(long handle) {
        Holder holder = attached().connections.holder(handle);
        return holder instanceof Release release ? release.connection() : null;
    }

    /** How many transports are held for handshakes, dials and connections; 0 when all have ended. O(slots). */
    public int tracked() {
        return attached().connections.size();
    }

    /** How often something was thrown in a callback of the library; each time a connection was closed or a dial given up. */
    public long failures() {
        return failures.count();
    }

    /** The latest of what {@link #failures} counts, or null. */
    public @Nullable Throwable lastFailure() {
        return failures.last();
    }

    /** A host, its manager, and what is hooked into it. */
    private final class Attachment {
        private final Host host;
        private final PeerManager manager;
        private final Connections connections;
        private final EarlyGate early;
        private final ConnectionGate handler;
        private final Dialer dialer;

        private Attachment(Host host) {
            this.host = host;
            ExpiryListener listener = new ExpiryListener(builder.listener());
            CommandRelay commands = new CommandRelay(builder.commandSink());
            this.manager =
                    builder.localId(host.getPeerId().getBytes())
                            .listener(listener)
                            .commandSink(commands)
                            .build();
            this.connections = new Connections(manager, failures);
            this.early = new EarlyGate(connections);
            this.handler = new ConnectionGate(connections);
            this.dialer = new Dialer(connections, host, names);
            listener.closes(connections);
            commands.carriedOutBy(new CommandExecutor(connections, dialer, commands.others()));
        }

        private void hook() {
            if (host.getNetwork().getConnectionHandler()
                    instanceof ConnectionHandler.Broadcast all) {
                // First, so that no other handler sees a connection that is to be closed, or
                // throws before it is counted.
                all.add(0, handler);
            } else {
                host.addConnectionHandler(handler);
            }
        }
    }
}
