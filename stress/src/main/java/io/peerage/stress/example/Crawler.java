/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.example;

import io.peerage.PeerManager;
import io.peerage.config.BackOffConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.config.ManagerConfig;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.event.CommandSink;
import io.peerage.model.CloseReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.agrona.concurrent.CachedNanoClock;

/**
 * A crawler: keeps thousands of connections to whomever it hears of, asks each whom it knows, and leaves the dead alone.
 *
 * <p>What is its own is in {@link #dial}, {@link #ask} and {@link #close}; whom to dial, when, how many at once and when again
 * the manager decides. Its hosts are simulated and so is the time, so that a minute takes a second and comes out the same each
 * time. Confined to one thread.
 */
final class Crawler implements CommandSink {
    private static final long STEP = Duration.ofMillis(10).toNanos();
    private static final long TIMEOUT = Duration.ofSeconds(5).toNanos();
    private static final long SESSION = Duration.ofMinutes(10).toNanos();

    private final CachedNanoClock clock = new CachedNanoClock();
    private final Deque<Integer> heardOf = new ArrayDeque<>();
    private final BitSet offered = new BitSet();
    private final BitSet visited = new BitSet();
    private final byte[] id = new byte[ManagerConfig.MOST_ID_BYTES];
    private final World world;
    private final PeerManager manager;

    /** A crawler of a world of this many hosts that keeps this many connections, dialing so many at once. */
    Crawler(int hosts, int connections, int parallel, long seed) {
        this.world = new World(hosts, seed);
        this.manager =
                PeerManager.builder()
                        .maxPeers(hosts)
                        .maxConnections(connections)
                        .maxInbound(0)
                        .maxOutbound(connections)
                        .maxPendingOutbound(parallel)
                        .maxPerPeer(1)
                        .prefixLimits(PrefixLimits.NONE)
                        .rateLimit(RateLimit.NONE)
                        .backOff(BackOffConfig.constant(Duration.ofHours(1)).attempts(2))
                        .outboundLease(Duration.ofSeconds(10))
                        .dialing(
                                DialConfig.DEFAULT
                                        .withOutboundTarget(connections)
                                        .withParallelDials(parallel)
                                        .withNetgroupDiversity(false)
                                        .withTimes(
                                                DialTimes.DEFAULT
                                                        .withFirstRun(Duration.ZERO)
                                                        .withInterval(Duration.ofSeconds(1))
                                                        .withFeelers(Duration.ZERO)))
                        .clock(clock)
                        // Only so that a crawl comes out the same each time.
                        .hashKey(seed, ~seed)
                        .concurrency(1)
                        .commandSink(this)
                        .build();
        for (int first = 0; first < World.KNOWN; first++) {
            heardOf.add(world.known(0, first));
        }
    }

    /** The manager. */
    PeerManager manager() {
        return manager;
    }

    /** How many hosts were reached at least once. */
    int visited() {
        return visited.cardinality();
    }

    /** Lets time pass. */
    void run(Duration time) {
        for (long end = clock.nanoTime() + time.toNanos(); clock.nanoTime() < end; ) {
            clock.advance(STEP);
            world.until(clock.nanoTime());
            offer();
            manager.tick();
        }
    }

    @Override
    public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        int host = host(peer);
        if (world.isAlive(host)) {
            world.at(soon(), () -> reached(ticket, host));
        } else {
            world.at(
                    clock.nanoTime() + TIMEOUT,
                    () -> manager.dialing().failed(ticket, DialOutcome.TIMEOUT));
        }
    }

    private void reached(long ticket, int host) {
        if (Outcome.isRefused(manager.establishOutbound(ticket))) {
            return;
        }
        visited.set(host);
        world.at(soon(), () -> ask(host));
        world.at(clock.nanoTime() + world.between(0, 2 * SESSION), () -> manager.close(ticket));
    }

    private void ask(int host) {
        for (int which = 0; which < World.KNOWN; which++) {
            int other = world.known(host, which);
            if (!offered.get(other)) {
                offered.set(other);
                heardOf.add(other);
            }
        }
    }

    // As many as the owner takes before its next tick.
    private void offer() {
        for (Integer host = heardOf.peek(); host != null; host = heardOf.peek()) {
            long peer = manager.register(World.id(host));
            if (manager.dialing().offer(peer, World.ip(host)) == Result.HAND_OFF_FULL.code()) {
                return;
            }
            heardOf.remove();
        }
    }

    @Override
    public void close(long connection, CloseReason reason) {
        manager.close(connection);
    }

    private int host(long peer) {
        manager.copyId(peer, id, 0);
        return World.host(id);
    }

    private long soon() {
        return clock.nanoTime() + world.between(20_000_000, 400_000_000);
    }
}
