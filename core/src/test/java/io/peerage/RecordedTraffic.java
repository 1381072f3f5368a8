/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.config.BackOffConfig;
import io.peerage.config.BookConfig;
import io.peerage.config.Cidr;
import io.peerage.config.CidrRules;
import io.peerage.config.DialConfig;
import io.peerage.config.FactsConfig;
import io.peerage.config.PruneConfig;
import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.model.AddressTier;
import io.peerage.model.BanReason;
import io.peerage.model.CandidateKind;
import io.peerage.model.CloseReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;
import io.peerage.model.PeerAction;
import io.peerage.model.PeerDataKey;
import io.peerage.model.PeerFlag;
import io.peerage.model.PeerOrigin;
import io.peerage.testing.FakeClock;
import io.peerage.testing.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Everything that can happen to a small manager, at random, from one thread or several; user code calls back into it, and
 * throws now and then.
 */
final class RecordedTraffic implements LifecycleListener, CommandSink {
    static final PeerDataKey<String> NOTE =
            PeerDataKey.of("note", String.class, Duration.ofSeconds(20));

    private static final int PEERS = 60;

    final FakeClock clock = new FakeClock(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos());
    final PeerManager manager;

    private final Queue<Long> open = new ConcurrentLinkedQueue<>();
    private int told;

    RecordedTraffic(Recording recording) {
        manager =
                PeerManager.builder()
                        .maxPeers(60)
                        .book(BookConfig.DEFAULT.sized(20).blobs(3, 32, 3, 32))
                        .maxConnections(24)
                        .localId(Ids.id(1_000))
                        .backOff(BackOffConfig.NWAKU)
                        .lists(new CidrRules(List.of(), List.of(Cidr.parse("203.0.113.0/24"))))
                        .scores(ScoreConfig.DEFAULT)
                        .tags(
                                new TagConfig(
                                        List.of(
                                                TagKind.plain("worth"),
                                                TagKind.decaying("recent", Duration.ofMinutes(1))),
                                        List.of("mesh")))
                        .facts(FactsConfig.of("ping", "gossip"))
                        .pruning(PruneConfig.KUBO.watermarks(8, 16))
                        .dialing(DialConfig.DEFAULT.withGroupMinimum(3, 2))
                        .data(NOTE)
                        .clock(clock)
                        .listener(this)
                        .commandSink(this)
                        .errorHandler(error -> onError())
                        .recording(recording)
                        .build();
    }

    private void onError() {
        manager.register(Ids.id(PEERS));
    }

    /** One thing that happens, of all that can. */
    void step(SplittableRandom random) {
        byte[] id = Ids.id(random.nextInt(PEERS));
        long peer = manager.lookup(id);
        long ip = 0xffff_0000_0000L | 0x0a00_0000L | random.nextInt(1 << 12) << 6;
        switch (random.nextInt(37)) {
            case 0, 1, 2, 3, 4 -> accept(ip, id, random);
            case 5, 6, 7 -> close();
            case 8 -> keep(manager.admitOutbound(peer, 0, ip));
            case 9 -> manager.establishOutbound(oldest());
            case 10 -> manager.abandon(oldest());
            case 11 -> manager.register(id, 0, 20 + random.nextInt(10));
            case 12 -> manager.release(peer);
            case 13 -> manager.setFlag(peer, flag(random), random.nextBoolean());
            case 14 -> manager.groups().set(peer, random.nextInt(6), random.nextBoolean());
            case 15, 16 -> manager.dialing().offer(peer, 0, ip, CandidateKind.NEW);
            case 17 -> manager.dialing().failed(oldest(), DialOutcome.REFUSED);
            case 18 -> manager.dialing().forgive(peer);
            case 19 -> manager.bans().ban(peer, 0, ip, BanReason.MISBEHAVIOUR);
            case 20 -> manager.bans().lift(peer);
            case 21 -> manager.bans().discourage(peer, BanReason.INCOMPATIBLE);
            case 22 -> manager.bans().banPrefix(0, ip, 24, BanReason.BY_HAND);
            case 23 -> manager.bans().liftPrefix(0, ip, 24);
            case 24 -> manager.bans().replaceLists(CidrRules.NONE);
            case 25 -> manager.reputation().record(peer, action(random));
            case 26 -> manager.reputation().external(peer, -random.nextDouble());
            case 27 -> manager.reputation().tag(peer, random.nextInt(2), random.nextInt(9));
            case 28 -> manager.reputation().protect(peer, 0, random.nextBoolean());
            case 29 -> facts(random);
            case 30 -> manager.pruning().trimTo(random.nextInt(20));
            case 31 -> data(peer, random);
            case 32 -> services(peer, random);
            case 33, 34 -> book(peer, id, ip, random);
            case 35 -> closeSome(random);
            default -> manager.tick();
        }
    }

    private void accept(long ip, byte[] id, SplittableRandom random) {
        long ticket = manager.admitInbound(0, ip);
        if (ticket > 0 && random.nextInt(8) != 0 && manager.establishInbound(ticket, id) >= 0) {
            open.add(ticket);
        }
    }

    private void keep(long ticket) {
        if (ticket > 0) {
            open.add(ticket);
        }
    }

    private long oldest() {
        Long ticket = open.poll();
        if (ticket == null) {
            return 0;
        }
        open.add(ticket);
        return ticket;
    }

    private void close() {
        Long connection = open.poll();
        if (connection != null) {
            manager.close(connection);
        }
    }

    private void closeSome(SplittableRandom random) {
        long[] some = new long[4];
        for (int i = 0; i < some.length; i++) {
            some[i] = random.nextBoolean() ? oldest() : 0;
        }
        manager.batches().close(some, random.nextInt(5));
        manager.batches().close(some, random.nextInt(5), new int[4]);
    }

    private void facts(SplittableRandom random) {
        long connection = oldest();
        manager.facts().protocol(connection, random.nextInt(2), true);
        manager.facts().streamOpened(connection, random.nextInt(3), Direction.INBOUND);
        manager.facts().ping(connection, random.nextInt(1_000_000));
        manager.facts().usefulMessage(connection);
        manager.facts().agent(connection, "agent/" + random.nextInt(9));
    }

    private void data(long peer, SplittableRandom random) {
        switch (random.nextInt(3)) {
            case 0 -> manager.data().put(peer, NOTE, "note");
            case 1 -> manager.data().getOrPut(peer, NOTE, "other");
            default -> manager.data().remove(peer, NOTE);
        }
    }

    private void book(long peer, byte[] id, long ip, SplittableRandom random) {
        byte[] address = {(byte) random.nextInt(4), 1, 2};
        byte[] teller = {10, (byte) random.nextInt(9), 0, 1};
        switch (random.nextInt(8)) {
            case 0, 1, 2 ->
                    manager.book()
                            .heard(
                                    id,
                                    address,
                                    0,
                                    ip,
                                    0,
                                    0,
                                    AddressTier.HEARD,
                                    PeerOrigin.PEER_EXCHANGE);
            case 3 ->
                    manager.book()
                            .heard(
                                    peer,
                                    address,
                                    teller,
                                    teller,
                                    AddressTier.RECENT,
                                    PeerOrigin.INBOUND);
            case 4 -> manager.book().worked(peer, address, 0, ip);
            case 5 -> manager.book().failed(peer);
            case 6 -> manager.book().key(peer, address);
            default -> manager.book().record(peer, random.nextInt(), id);
        }
    }

    private void services(long peer, SplittableRandom random) {
        manager.services().pin(random.nextInt(6), peer);
        manager.services().select(random.nextInt(6));
        manager.services().unpin(random.nextInt(6));
    }

    private static PeerFlag flag(SplittableRandom random) {
        return List.of(PeerFlag.PERSISTENT, PeerFlag.PROTECTED, PeerFlag.TRUSTED)
                .get(random.nextInt(3));
    }

    private static PeerAction action(SplittableRandom random) {
        PeerAction[] all = PeerAction.values();
        return all[random.nextInt(all.length)];
    }

    private void throwNowAndThen() {
        if (++told % 7 == 0) {
            throw new IllegalStateException("user code throws");
        }
    }

    @Override
    public void onConnected(long peer, int flaps) {
        manager.groups().set(peer, 3, true);
        throwNowAndThen();
    }

    @Override
    public void onDisconnected(long peer, int flaps) {
        manager.tick();
        manager.reputation().add(peer, -500);
        throwNowAndThen();
    }

    @Override
    public void onTicketExpired(long ticket, Direction direction) {
        manager.abandon(ticket);
    }

    @Override
    public void onDataCleared(long peer, PeerDataKey<?> key, Object value) {
        manager.register(value.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close(long connection, CloseReason reason) {
        manager.close(connection);
    }

    @Override
    public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        if ((ticket & 3) == 0) {
            manager.dialing().failed(ticket, DialOutcome.TIMEOUT);
        } else {
            open.add(ticket);
        }
        throwNowAndThen();
    }
}
