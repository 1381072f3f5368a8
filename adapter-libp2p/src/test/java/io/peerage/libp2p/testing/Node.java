/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Multiaddr;
import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.BackOffConfig;
import io.peerage.config.DialConfig;
import io.peerage.libp2p.PeerageHost;
import io.peerage.libp2p.address.AddressMapper;
import io.peerage.model.CandidateKind;
import io.peerage.model.DialOutcome;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import io.peerage.testing.LifecycleLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * A host of the double, its manager and what its listener heard.
 *
 * <p><b>Threading</b>: the test's thread is the owner.
 */
public final class Node {
    private final FakeClock clock = new FakeClock(0);
    private final LifecycleLog log = new LifecycleLog();
    private final FakeHost host = new FakeHost();
    private final Queue<Runnable> names = new ArrayDeque<>();
    private final PeerageHost peerage;
    private final PeerManager manager;

    private Node(
            UnaryOperator<PeerManagerBuilder> configuration,
            UnaryOperator<PeerageHost> options,
            boolean hooked) {
        this.peerage =
                options.apply(
                        PeerageHost.with(
                                        configuration.apply(
                                                PeerManager.builder()
                                                        .clock(clock)
                                                        .listener(log)
                                                        .commandSink(log)))
                                .namesOn(names::add));
        if (hooked) {
            peerage.hooks().accept(host.getNetwork().builder());
        }
        this.manager = peerage.attach(host);
    }

    /** A node with options of the adapter. */
    public static Node with(
            UnaryOperator<PeerManagerBuilder> configuration, UnaryOperator<PeerageHost> options) {
        return new Node(configuration, options, true);
    }

    /** A node whose builder is hooked. */
    public static Node with(UnaryOperator<PeerManagerBuilder> configuration) {
        return new Node(configuration, UnaryOperator.identity(), true);
    }

    /** A node with the default limits. */
    public static Node plain() {
        return with(UnaryOperator.identity());
    }

    /** A node whose host was built before anybody thought of a manager. */
    public static Node late() {
        return new Node(UnaryOperator.identity(), UnaryOperator.identity(), false);
    }

    /** A node that dials by itself. */
    public static Node dialing() {
        return dialing(UnaryOperator.identity());
    }

    /** A node that dials by itself. */
    public static Node dialing(UnaryOperator<PeerManagerBuilder> configuration) {
        return with(
                builder ->
                        configuration.apply(
                                builder.dialing(DialConfig.DEFAULT)
                                        .backOff(BackOffConfig.DEFAULT)));
    }

    /** The adapter. */
    public PeerageHost peerage() {
        return peerage;
    }

    /** The manager. */
    public PeerManager manager() {
        return manager;
    }

    /** The host. */
    public FakeHost host() {
        return host;
    }

    /** The host's network. */
    public FakeNetwork network() {
        return host.getNetwork();
    }

    /** Dials that ask a name service. */
    public Queue<Runnable> names() {
        return names;
    }

    /** What the listener heard. */
    public LifecycleLog log() {
        return log;
    }

    /** The peer with this number. */
    public long peer(int number) {
        return manager.lookup(Multiaddrs.peer(number).getBytes());
    }

    /** Time passes, and the owner ticks. */
    public void pass(Duration time) {
        clock.advance(time);
        manager.tick();
    }

    /** Puts addresses into the book, and offers the peer at the first of them. */
    public long offer(int number, Multiaddr... addresses) {
        PeerId id = Multiaddrs.peer(number);
        var unused = host.book().setAddrs(id, 0, addresses);
        long peer = manager.register(id.getBytes());
        int offered =
                manager.dialing()
                        .offer(
                                peer,
                                AddressMapper.ipHi(addresses[0]),
                                AddressMapper.ipLo(addresses[0]),
                                CandidateKind.NEW);
        assertThat(offered).isEqualTo(Result.DONE.code());
        return peer;
    }

    /** Offers a peer, and has the manager dial it. */
    public FakeDial dialed(int number, Multiaddr... addresses) {
        offer(number, addresses);
        int before = network().dials().size();
        passUntil(() -> network().dials().size() > before);
        return network().dials().get(before);
    }

    /** Time passes second by second, at most two minutes, until something is the case. */
    public void passUntil(BooleanSupplier reached) {
        for (int i = 0; i < 120 && !reached.getAsBoolean(); i++) {
            pass(Duration.ofSeconds(1));
        }
        assertThat(reached.getAsBoolean()).isTrue();
    }

    /** As {@link #passUntil}, until this many dials have ended so. */
    public void passUntil(DialOutcome outcome, long dials) {
        passUntil(() -> manager.dialing().ended(outcome) >= dials);
    }

    /** Nothing is open or under way, in no count; the books agree. */
    public void assertEmpty() {
        manager.tick();
        assertThat(manager.inbound()).isZero();
        assertThat(manager.outbound()).isZero();
        assertThat(manager.pendingInbound()).isZero();
        assertThat(manager.pendingOutbound()).isZero();
        assertThat(manager.connectedPeers()).isZero();
        assertThat(peerage.tracked()).isZero();
        assertThat(manager.verify()).isEmpty();
    }
}
