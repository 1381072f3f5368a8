/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import io.peerage.admission.DialOutcomes;
import io.peerage.backoff.BackOffTable;
import io.peerage.ban.BanMarks;
import io.peerage.ban.BanTable;
import io.peerage.ban.Discouraged;
import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.BackOffConfig;
import io.peerage.config.BanConfig;
import io.peerage.config.BookConfig;
import io.peerage.config.ScoreConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.BanReason;
import io.peerage.model.Counter;
import io.peerage.model.PeerFlag;
import io.peerage.model.PeerOrigin;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.reputation.BadScoreKeeper;
import io.peerage.reputation.BadScoreTable;
import io.peerage.reputation.PeerScores;
import io.peerage.store.AddressBook;
import io.peerage.store.AddressTable;
import io.peerage.store.BookOrders;
import io.peerage.store.LivePeers;
import io.peerage.testing.FakeClock;
import io.peerage.testing.Ids;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The parts of a manager that a snapshot is taken of, without the manager. */
final class PartsWorld implements SnapshotParts.Anchors {
    static final int ID_BYTES = 48;
    static final long EPOCH_MILLIS = 1_795_000_000_000L;

    private static final int STRIPES = 2;
    private static final long HOUR = 3_600_000_000_000L;

    final FakeClock clock = new FakeClock(Long.MAX_VALUE - HOUR);
    final PeerTable peers;
    final PeerStates states;
    final DialOutcomes dials;
    final PeerScores scores;
    final BadScoreKeeper badScores;
    final BanMarks bans;
    final AddressTable addresses;
    final AddressBook book;
    final SnapshotParts parts;
    final List<Long> anchors = new ArrayList<>();
    long epochMillis = EPOCH_MILLIS;

    PartsWorld(int capacity, long key) {
        this(capacity, key, BookConfig.DEFAULT.sized(capacity).blobs(64, 512, 64, 1_024));
    }

    PartsWorld(int capacity, long key, BookConfig config) {
        KeyedHash hash = KeyedHash.known(key, ~key);
        StripedCounters counters = new StripedCounters(Counter.values().length, STRIPES);
        BadScoreTable bad = new BadScoreTable(ScoreConfig.DEFAULT);
        this.scores = new PeerScores(capacity, ScoreConfig.DEFAULT, bad, clock.nanoTime());
        this.badScores = new BadScoreKeeper(ScoreConfig.DEFAULT, ID_BYTES, scores, bad, counters);
        this.peers =
                new PeerTable(
                        capacity,
                        ID_BYTES,
                        counters,
                        STRIPES,
                        new HandleSpace("peer", 0, 1, capacity),
                        hash,
                        scores);
        this.states = new PeerStates(peers, counters, STRIPES);
        this.dials =
                new DialOutcomes(
                        new BackOffTable(capacity),
                        BackOffConfig.DEFAULT,
                        new KeyedRandom(hash.derive(1)),
                        clock,
                        STRIPES);
        BanTable table = new BanTable(BanConfig.DEFAULT, hash.derive(2));
        this.bans =
                new BanMarks(
                        BanConfig.DEFAULT,
                        ID_BYTES,
                        table,
                        new Discouraged(capacity),
                        peers,
                        states,
                        counters,
                        clock.nanoTime());
        this.addresses =
                new AddressTable(config, new LivePeers(peers, states, dials), hash.derive(3));
        this.book =
                new AddressBook(
                        addresses,
                        new BookOrders(config, ID_BYTES, hash.derive(4)),
                        new KeyedRandom(hash.derive(5)),
                        counters,
                        clock.nanoTime());
        this.parts =
                new SnapshotParts(
                        peers,
                        states,
                        dials,
                        scores,
                        badScores,
                        table,
                        bans,
                        addresses,
                        book,
                        this,
                        clock,
                        () -> epochMillis);
    }

    @Override
    public int find(long[] found, long[] ips) {
        int count = Math.min(found.length, anchors.size());
        for (int i = 0; i < count; i++) {
            found[i] = anchors.get(i);
            ips[2 * i + 1] = 0xffffL << 32 | i;
        }
        return count;
    }

    @Override
    public boolean take(long peer, long ipHi, long ipLo) {
        return anchors.add(peer);
    }

    SnapshotWriter writer(SnapshotFiles files) {
        return new SnapshotWriter(parts, new KeyedRandom(KeyedHash.known(8, 9)), files);
    }

    long peer(int number) {
        byte[] id = Ids.id(number);
        return peers.register(id, 0, id.length);
    }

    /** Adds a peer that something of everything is known of. */
    void add(int number) {
        long now = clock.nanoTime();
        long peer = peer(number);
        int index = peers.handles().index(peer);
        AddressBuffer buffer = new AddressBuffer();
        for (int i = 0; i < 2; i++) {
            byte[] bytes = ByteBuffer.allocate(20 + number % 20).putInt(number).putInt(i).array();
            int at =
                    buffer.add(
                            bytes.length,
                            0,
                            0xffffL << 32 | number * 65_537L & 0xffff_ffffL,
                            number % 3 == 0 ? 77 + number : 0,
                            AddressTier.values()[number % 4]);
            System.arraycopy(bytes, 0, buffer.bytes(), buffer.offset(at), bytes.length);
            buffer.history(at, i == 0, number % 5, 10, 20, i == 0 ? 30 : AddressBuffer.NEVER);
            book.restore(peer, buffer, at, PeerOrigin.values()[number % 5]);
        }
        switch (number % 8) {
            case 0 -> states.flag(peer, PeerFlag.PERSISTENT, true);
            case 1 -> {
                dials.table().postpone(index, now, HOUR);
                states.noteBackOff(index, true);
            }
            case 2 -> scores.add(index, peers.handles().generation(peer), -5_000, now);
            case 3 ->
                    peers.groups().put(index, peers.handles().generation(peer), number % 128, true);
            case 4 -> {
                states.flag(peer, PeerFlag.BANNED, true);
                bans.ban(peer, 0, 0xffffL << 32 | number, BanReason.BY_HAND, now);
            }
            case 5 -> bans.discourage(peer, BanReason.OTHER, now);
            case 6 -> book.restoreKey(peer, new byte[32], 32);
            default ->
                    book.restoreRecord(
                            peer, number, new byte[100 + number % 100], 100 + number % 100);
        }
    }

    /** Whatever becomes of their addresses, peers up to this number are kept. */
    PartsWorld wanting(int count) {
        for (int number = 0; number < count; number++) {
            states.flag(peer(number), PeerFlag.PERSISTENT, true);
        }
        return this;
    }

    /** As {@link #add}, for all numbers up to one, and with prefixes, memories and anchors. */
    PartsWorld filled(int count) {
        for (int number = 0; number < count; number++) {
            add(number);
        }
        long now = clock.nanoTime();
        bans.keeper().banPrefix(0, 0xffffL << 32 | 0x0102_0304L, 24, BanReason.BY_HAND, now);
        bans.keeper().restoreOffender(Ids.id(90_000), 34, 3, BanReason.LOW_SCORE);
        byte[] gone = Ids.id(90_001);
        badScores.restore(peers.idHash(gone, 0, gone.length), gone, 34, -60_000, 0, now);
        anchors.add(peer(0));
        return this;
    }
}
