/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.faults;

import io.peerage.PeerManager;
import io.peerage.config.BackOffConfig;
import io.peerage.config.BookConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.FactsConfig;
import io.peerage.config.PrefixLimits;
import io.peerage.config.PruneConfig;
import io.peerage.config.RateLimit;
import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.model.BanReason;
import io.peerage.model.CandidateKind;
import io.peerage.model.CloseReason;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerDataKey;
import io.peerage.testing.FakeClock;
import io.peerage.testing.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A manager with all its parts, whose user code does something in one callback, and a short life in which every callback occurs. */
class FaultyNode implements LifecycleListener, CommandSink {
    static final PeerDataKey<String> NOTE =
            PeerDataKey.of("note", String.class, Duration.ofSeconds(20));

    private static final Duration LEASE = Duration.ofSeconds(10);

    final FakeClock clock;
    final PeerManager manager;
    final List<Throwable> errors = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final Map<Callback, Integer> calls = new EnumMap<>(Callback.class);
    final List<Long> dialed = new ArrayList<>();
    private final Callback where;
    private final Runnable what;

    FaultyNode(Callback where, Runnable what) {
        this(where, what, () -> {});
    }

    FaultyNode(Callback where, Runnable what, Runnable inHandler) {
        // In the middle of a life the clock wraps around.
        this(
                where,
                what,
                inHandler,
                new FakeClock(Long.MAX_VALUE - Duration.ofSeconds(20).toNanos()));
    }

    FaultyNode(Callback where, Runnable what, Runnable inHandler, FakeClock clock) {
        this.clock = clock;
        this.where = where;
        this.what = what;
        this.manager =
                PeerManager.builder()
                        .rateLimit(RateLimit.NONE)
                        .prefixLimits(PrefixLimits.NONE)
                        .maxPeers(64)
                        .maxConnections(16)
                        .inboundLease(LEASE)
                        .outboundLease(LEASE)
                        .backOff(BackOffConfig.constant(Duration.ofMillis(10)))
                        .scores(ScoreConfig.DEFAULT)
                        .tags(new TagConfig(List.of(), List.of("mesh")))
                        .facts(FactsConfig.of("ping"))
                        .pruning(PruneConfig.DEFAULT)
                        .dialing(DialConfig.DEFAULT.withOutboundTarget(2))
                        .book(BookConfig.DEFAULT.sized(16))
                        .data(NOTE)
                        .hashKey(3, 5)
                        .concurrency(1)
                        .clock(clock)
                        .listener(this)
                        .commandSink(this)
                        .errorHandler(
                                error -> {
                                    errors.add(error);
                                    inHandler.run();
                                })
                        .build();
    }

    long peer(int number) {
        return manager.register(Ids.id(number));
    }

    long connect(int number) {
        long ticket = manager.admitInbound(0, 0);
        manager.establishInbound(ticket, Ids.id(number));
        return ticket;
    }

    void run(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            tick();
        }
    }

    void tick() {
        manager.tick();
    }

    /** Everything happens that calls user code. */
    void live() {
        manager.admitInbound(0, 0);
        List<Long> open = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            open.add(connect(i));
        }
        manager.data().put(peer(1), NOTE, "kept");
        manager.data().put(peer(2), NOTE, "kept too");
        run(1);
        // One whose close nobody carries out, one that goes by itself, one that flaps.
        manager.bans().ban(peer(3), BanReason.MISBEHAVIOUR);
        manager.close(open.get(0));
        manager.close(open.get(1));
        manager.close(connect(2));
        run(1);
        for (int i = 5; i <= 8; i++) {
            long address = IpAddress.parse("198.51." + i + ".1").lo();
            manager.dialing().offer(peer(i), 0, address, CandidateKind.NEW);
        }
        run(40);
        manager.release(peer(1));
        manager.data().put(peer(9), NOTE, "of somebody who goes");
        manager.release(peer(9));
        run(2);
    }

    private void called(Callback callback, Object... arguments) {
        calls.merge(callback, 1, Integer::sum);
        StringBuilder text = new StringBuilder(callback.name());
        for (Object argument : arguments) {
            text.append(' ').append(argument);
        }
        told.add(text.toString());
        if (callback == where) {
            what.run();
        }
    }

    // Handles carry the tag of their manager, indexes don't.
    private static long index(long handle) {
        return handle & 0xff_ffff;
    }

    @Override
    public void onConnected(long peer, int flaps) {
        called(Callback.CONNECTED, index(peer), flaps);
    }

    @Override
    public void onDisconnected(long peer, int flaps) {
        called(Callback.DISCONNECTED, index(peer), flaps);
    }

    @Override
    public void onTicketExpired(long ticket, Direction direction) {
        called(Callback.TICKET_EXPIRED, index(ticket), direction);
    }

    @Override
    public void onCloseForced(long connection, CloseReason reason) {
        called(Callback.CLOSE_FORCED, index(connection), reason);
    }

    @Override
    public void onDataCleared(long peer, PeerDataKey<?> key, Object value) {
        called(Callback.DATA_CLEARED, index(peer), key.name(), value);
    }

    @Override
    public void close(long connection, CloseReason reason) {
        called(Callback.CLOSE, index(connection), reason);
    }

    @Override
    public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        dialed.add(ticket);
        called(Callback.DIAL, index(peer), index(ticket), ipHi, ipLo, reason);
    }

    @Override
    public void needAddresses(long connectedPeer) {
        called(Callback.NEED_ADDRESSES, index(connectedPeer));
    }
}
