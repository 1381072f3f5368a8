/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import io.libp2p.core.ChannelVisitor;
import io.libp2p.core.Connection;
import io.libp2p.core.Host;
import io.libp2p.core.P2PChannel;
import io.libp2p.core.PeerId;
import io.libp2p.core.dsl.BuilderJ;
import io.libp2p.core.multiformats.Multiaddr;
import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.BookConfig;
import io.peerage.config.FactsConfig;
import io.peerage.libp2p.address.AddressMapper;
import io.peerage.libp2p.address.DialAddresses;
import io.peerage.libp2p.connection.Connections;
import io.peerage.libp2p.connection.Failures;
import io.peerage.libp2p.connection.Holder;
import io.peerage.libp2p.connection.Release;
import io.peerage.libp2p.feed.StreamFeed;
import io.peerage.libp2p.outbound.DialRefusedException;
import io.peerage.model.CandidateKind;
import io.peerage.model.Result;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.agrona.concurrent.Agent;
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
 * <p>Then start the host, and have {@link #agent} run, or somebody call {@link PeerManager#tick()}. Inbound connections are asked for a ticket before
 * their handshake, and established right after it; refused ones are closed there and then. The manager's Dial commands go to
 * the addresses in its {@link #book}, or in the host's if it has none, its Close commands to the transports.
 *
 * <p>A host that was built without {@link #hooks} can be attached as well: it is refused nothing before the handshake, unless
 * its listeners are started with {@code network.listen(address, peerage.gate())}.
 *
 * <p><b>Threading</b>: configuration, {@link #attach} and {@link #detach} one thread, all else any thread. <b>Progress</b>: lock-free;
 * nothing waits. <b>Memory</b>: a few references for each slot of the manager, fixed when attached. <b>Errors</b>: what goes wrong
 * inside the library's callbacks closes the connection, and is told by {@link #failures()}. <b>Origin</b>: architecture, contract
 * of the adapter.
 */
public final class PeerageHost {
    private final PeerManagerBuilder builder;
    private final Failures failures = new Failures();
    private final AtomicReference<@Nullable Attachment> attachment = new AtomicReference<>();
    private Executor names = ForkJoinPool.commonPool();
    private @Nullable FactsConfig facts;
    private @Nullable ToDoubleFunction<PeerId> scores;
    private final PeerAddressBook book = new PeerAddressBook();
    private boolean booked;
    private volatile boolean hooked;
    private volatile boolean detached;

    private PeerageHost(PeerManagerBuilder builder) {
        this.builder = builder;
    }

    /**
     * For a manager with this configuration, which {@link #attach} builds. The builder's listener and command sink are kept and
     * hear what they heard before, except Dial commands and Close commands of the host's connections.
     *
     * @param configuration the builder
     * @return an adapter, to be attached to one host
     */
    public static PeerageHost with(PeerManagerBuilder configuration) {
        return new PeerageHost(
                Objects.requireNonNull(
                        configuration, "configuration is null; pass PeerManager.builder()"));
    }

    /**
     * Has the manager keep facts of connections, and feeds it streams: which are open, and of which of these protocols. What an
     * identify exchange shows, the application tells with {@link #identified}.
     *
     * @param config the settings
     * @return this adapter
     */
    public PeerageHost facts(FactsConfig config) {
        this.facts = Objects.requireNonNull(config, "config is null; leave it out for no facts");
        builder.facts(config);
        return this;
    }

    /**
     * Has the manager keep an address book, which a host that is built with {@link #hooks} then uses as its own, and from which the manager
     * dials.
     *
     * @param config the settings
     * @return this adapter
     */
    public PeerageHost book(BookConfig config) {
        builder.book(Objects.requireNonNull(config, "config is null; leave it out for no book"));
        booked = true;
        return this;
    }

    /**
     * {@return the manager's book as the library's: for {@code addressBook.setImpl} of a host that is built without {@link #hooks}} It can be used
     * once a host is attached.
     */
    public PeerAddressBook addressBook() {
        return book;
    }

    /**
     * Has the {@link #agent} tell the manager, about once a second, what somebody else thinks of each connected peer: {@code
     * gossip::getGossipScore}.
     *
     * @param source must answer at once, from any thread; called on the owner's
     * @return this adapter
     */
    public PeerageHost scores(ToDoubleFunction<PeerId> source) {
        this.scores = Objects.requireNonNull(source, "source is null; leave it out for no scores");
        return this;
    }

    /**
     * Where dials to addresses with a name go, since the library waits for the name service; by default the common pool.
     *
     * @param executor where to
     * @return this adapter
     */
    public PeerageHost namesOn(Executor executor) {
        this.names =
                Objects.requireNonNull(
                        executor, "executor is null; leave it out for the common pool");
        return this;
    }

    /**
     * For {@code HostBuilder.builderModifier}: refuses inbound connections before their handshake.
     *
     * @return the modifier
     */
    public Consumer<BuilderJ> hooks() {
        return host -> {
            if (hooked) {
                throw new IllegalStateException(
                        "the hooks are in a builder already; make another PeerageHost for another host");
            }
            hooked = true;
            host.getDebug().getBeforeSecureHandler().addHandler(this::visit);
            if (booked) {
                host.getAddressBook().setImpl(book);
            }
        };
    }

    /**
     * For {@code network.listen} on a host that was built without {@link #hooks}; both together do no harm.
     *
     * @return the visitor
     */
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
     * @param host the host
     * @return the manager
     * @throws IllegalStateException if a host is attached, or was
     */
    public PeerManager attach(Host host) {
        Objects.requireNonNull(host, "host is null; pass the one that was built");
        if (detached || attachment.get() != null) {
            throw new IllegalStateException(
                    "a host was attached before; make another PeerageHost for another host");
        }
        Attachment attached =
                new Attachment(
                        host,
                        builder,
                        new Attachment.Options(names, facts, scores, book),
                        failures);
        attachment.set(attached);
        attached.hook();
        adopt();
        return attached.manager;
    }

    /**
     * Takes connections of the host under the manager that it doesn't know: on a host that was attached while connections came
     * in, one or two can be missed. O(connections).
     *
     * @return how many it didn't know
     */
    public int adopt() {
        Attachment attached = attached();
        int found = 0;
        for (Connection connection : attached.host.getNetwork().getConnections()) {
            if (attached.connections.find(connection) == null
                    && !connection.closeFuture().isDone()) {
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
            attached.unhook();
        }
    }

    /**
     * {@return the manager}
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
     * @param id the peer's id
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
        long peer = attached.register(id);
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
     * Tells where a peer may be dialed: the addresses go into the manager's book, from which it dials, or, if it has none, into the host's,
     * and the peer becomes a candidate at the IP of the first. Addresses that are another peer's, empty or overlong are left out.
     *
     * @param id the peer's id
     * @param addresses the peer's addresses
     * @return the code of {@link Result#DONE}, or of what the book or {@link io.peerage.Dialing#offer} refuses with; {@link
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
        long peer = attached.register(id);
        if (peer < 0) {
            return (int) peer;
        }
        if (attached.manager.book().config() != null) {
            return book.add(attached.manager, id, 0, good);
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

    /**
     * What an identify exchange has shown of a connection's peer; without {@link #facts} it goes nowhere.
     *
     * @param connection the connection
     * @param agent what runs at the other end
     * @param protocols the names of all protocols that it speaks
     */
    public void identified(Connection connection, String agent, Collection<String> protocols) {
        StreamFeed feed = attached().streams;
        if (feed != null) {
            feed.identified(connection, agent, protocols);
        }
    }

    /**
     * The manager's own score of a peer, in points: for the {@code appSpecificScore} of gossip's parameters. 0 for a peer that is
     * not known, and as long as no host is attached.
     *
     * @return the score by peer
     */
    public ToDoubleFunction<PeerId> appSpecificScore() {
        return id -> {
            Attachment attached = attachment.get();
            return attached == null ? 0 : attached.score(id);
        };
    }

    /**
     * Ticks the manager, and pulls what {@link #scores} tells: for an {@code AgentRunner} or {@code AgentInvoker}.
     *
     * @return the agent
     */
    public Agent agent() {
        Attachment attached = attached();
        return new HostAgent(attached.manager, attached.scores);
    }

    /**
     * {@return the connection that a handle of the manager stands for; null if it is closed, or still a ticket of a dial}
     *
     * @param handle the connection's handle
     */
    public @Nullable Connection connection(long handle) {
        Holder holder = attached().connections.holder(handle);
        return holder instanceof Release release ? release.connection() : null;
    }

    /** {@return how many transports are held for handshakes, dials and connections; 0 when all have ended} O(slots). */
    public int tracked() {
        return attached().connections.size();
    }

    /** {@return how often something was thrown in a callback of the library; each time a connection was closed or a dial given up} */
    public long failures() {
        return failures.count();
    }

    /** {@return the latest of what {@link #failures} counts, or null} */
    public @Nullable Throwable lastFailure() {
        return failures.last();
    }
}
