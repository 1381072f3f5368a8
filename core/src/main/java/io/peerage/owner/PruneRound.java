/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.owner;

import io.peerage.admission.AdmissionParts;
import io.peerage.ban.Discouraged;
import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.BitColumn;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.PaddedLongs;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.PruneConfig;
import io.peerage.connection.ConnectionFacts;
import io.peerage.connection.ConnectionTable;
import io.peerage.connection.ConnectionWord;
import io.peerage.flight.FlightLog;
import io.peerage.hash.AddressPrefix;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.CloseReason;
import io.peerage.model.Counter;
import io.peerage.model.NetworkKind;
import io.peerage.model.PeerFlag;
import io.peerage.model.PruneCriteria;
import io.peerage.model.Result;
import io.peerage.peer.GroupColumn;
import io.peerage.peer.PeerColumns;
import io.peerage.peer.PeerWord;
import io.peerage.prune.PruneCandidates;
import io.peerage.prune.PruneSelector;
import io.peerage.time.Deadlines;
import java.util.ArrayList;
import java.util.List;

/**
 * The owner's part of pruning: trims at the high watermark or when asked to, and lets the worst inbound connection make room
 * for whom the inbound limit has refused.
 *
 * <p>A victim is claimed by its one Close command, and not counted from then on: concurrent requests never take more than was
 * asked, and a trim never more than is above the low watermark. A trim that falls into the silence after another runs when that is
 * over. Of the refusals since the last round each evicts one connection, no more than one in {@value #EVICTION_SHARE} at once,
 * none while evicted ones have not closed.
 *
 * <p><b>Threading</b>: owner thread, except {@link #request}. <b>Complexity</b>: O(1) while there is nothing to do, else O(slots);
 * no allocation. <b>Origin</b>: features B10, B11, D4, E2 to E7.
 */
@OwnerThread
public final class PruneRound {
    private static final int EVICTION_SHARE = 64;
    private static final int NO_REQUEST = 0;

    private final PruneConfig config;
    private final ConnectionTable connections;
    private final PeerColumns peers;
    private final GroupColumn groups;
    private final Discouraged discouraged;
    private final ConnectionFacts facts;
    private final AdmissionParts parts;
    private final Worth worth;
    private final Closings closings;
    private final FlightLog flight;
    private final KeyedRandom random;
    private final StripedCounters refusals;
    private final PruneCandidates candidates;
    private final PruneSelector selector;
    private final int[] victims;
    // Of the candidates, by slot: what is closed is who was judged, not who has the slot since.
    private final int[] generations;
    private final BitColumn met;
    // How many connections are to be left, plus one.
    private final PaddedLongs requested = new PaddedLongs(1);
    private long quietUntil;
    private long refusedBefore;
    private boolean trimmed;
    private boolean evicting;

    /** What a peer is worth keeping for: its tags and its score. */
    @FunctionalInterface
    public interface Worth {
        /** The sum, of the tenant of this generation. */
        int of(int peer, int generation, long now);
    }

    /** Rounds over these. */
    public PruneRound(
            PruneConfig config,
            AdmissionParts parts,
            ConnectionFacts facts,
            Worth worth,
            Closings closings,
            FlightLog flight,
            KeyedHash hash,
            KeyedRandom random) {
        this.config = config;
        this.parts = parts;
        this.connections = parts.connections();
        this.peers = parts.peers().columns();
        this.groups = parts.peers().groups();
        this.discouraged = parts.discouraged();
        this.facts = facts;
        this.worth = worth;
        this.closings = closings;
        this.flight = flight;
        this.random = random;
        this.refusals = parts.refusals();
        int slots = connections.capacity();
        this.candidates = new PruneCandidates(slots);
        this.selector = new PruneSelector(slots, hash);
        this.victims = new int[slots];
        this.generations = new int[slots];
        this.met = new BitColumn(parts.peers().capacity());
    }

    /** The bytes of memory that the round takes beside its scratch for selecting. */
    public long bytes() {
        return met.bytes()
                + 4L * victims.length
                + 4L * generations.length
                + 74L * candidates.capacity();
    }

    /** Has the next round leave at most this many connections. */
    @AnyThread
    public void request(int connectionsLeft) {
        requested.setVolatile(0, connectionsLeft + 1L);
    }

    /** One round; how many connections were commanded to close. */
    int run(long now) {
        return trim(now) + evict(now);
    }

    private int counted() {
        return parts.gauges().inbound() + parts.gauges().outbound() - closings.awaited();
    }

    private int trim(long now) {
        long request = requested.getVolatile(0);
        int left = request == NO_REQUEST ? Integer.MAX_VALUE : (int) (request - 1);
        if (request != NO_REQUEST) {
            requested.cas(0, request, NO_REQUEST);
        }
        boolean silent = trimmed && !Deadlines.isDue(quietUntil, now);
        if (config.high() > 0 && counted() > config.high() && !silent) {
            left = Math.min(left, config.low());
            trimmed = true;
            quietUntil = Deadlines.after(now, config.silenceNanos());
        }
        // An estimate, and never too small: what is awaited may have closed by now.
        if (left == Integer.MAX_VALUE
                || parts.gauges().inbound() + parts.gauges().outbound() <= left) {
            return 0;
        }
        fill(now, false);
        return prune(candidates.size() - left, CloseReason.PRUNED);
    }

    private int evict(long now) {
        if (!config.evicts()) {
            return 0;
        }
        long refused =
                refusals.sum(-Result.INBOUND_LIMIT.code())
                        + refusals.sum(-Result.TOTAL_LIMIT.code());
        long newly = refused - refusedBefore;
        refusedBefore = refused;
        evicting = evicting && closings.awaited() > 0;
        if (newly == 0 || evicting) {
            return 0;
        }
        int most = 1 + parts.gauges().inbound() / EVICTION_SHARE;
        fill(now, true);
        int evicted = prune((int) Math.min(newly, most), CloseReason.EVICTED);
        parts.counters().addOwned(Counter.CONNECTIONS_EVICTED.ordinal(), evicted);
        evicting = evicted > 0;
        return evicted;
    }

    private int prune(int wanted, CloseReason reason) {
        flight.pruneBegins();
        int found = selector.select(candidates, config.policy(), wanted, random.next(), victims);
        int closed = 0;
        for (int i = 0; i < found; i++) {
            int slot = candidates.connection(victims[i]);
            closed += closings.close(slot, generations[slot], reason) ? 1 : 0;
        }
        parts.counters().addOwned(Counter.CONNECTIONS_PRUNED.ordinal(), closed);
        flight.pruneEnds(reason, candidates.size(), wanted, closed);
        return closed;
    }

    /**
     * What prune selection would make of each connection of a peer now, were one to go; allocates.
     *
     * @param peer the index of a peer that is known
     */
    public List<PruneCriteria> explain(int peer, long now) {
        fill(now, false);
        selector.select(candidates, config.policy(), 1, random.next(), victims);
        List<PruneCriteria> found = new ArrayList<>();
        for (int row = 0; row < candidates.size(); row++) {
            if (candidates.peer(row) == peer) {
                found.add(selector.explain(row));
            }
        }
        return found;
    }

    private void fill(long now, boolean inboundOnly) {
        candidates.clear(now);
        for (int slot = 0; slot < connections.capacity(); slot++) {
            long word = connections.word(slot);
            if (ConnectionWord.state(word) == ConnectionWord.ESTABLISHED
                    && !Closings.isAwaited(word)) {
                add(slot, word, now, inboundOnly);
            }
        }
        for (int row = 0; row < candidates.size(); row++) {
            met.put(candidates.peer(row), false);
        }
    }

    private void add(int slot, long word, long now, boolean inboundOnly) {
        int peer = connections.peer(slot);
        long admitted = connections.admitted(slot);
        long peerWord = peer < 0 ? 0 : peers.word(peer);
        // Read last: a slot that holds its peer now has held it all the time.
        if (!PeerWord.isConnected(peerWord) || connections.word(slot) != word) {
            return;
        }
        generations[slot] = ConnectionWord.generation(word);
        int generation = PeerWord.generation(peerWord);
        boolean inbound = ConnectionWord.isInbound(word);
        candidates
                .add(peer, slot, admitted)
                .setFlags(flags(peer, peerWord, inbound, now - admitted, inboundOnly))
                .setValue(worth.of(peer, generation, now))
                .setStreams(facts.streams(slot))
                .setMinPing(facts.minPing(slot))
                .setUseful(facts.lastUseful(slot, false), facts.lastUseful(slot, true))
                .setNetwork(
                        network(facts.ipHi(slot), facts.ipLo(slot)),
                        AddressPrefix.netgroup(facts.ipHi(slot), facts.ipLo(slot)));
        // A group counts peers, not connections.
        if (!met.contains(peer)) {
            met.put(peer, true);
            candidates.setGroups(
                    groups.groups(peer, generation, 0), groups.groups(peer, generation, 1));
        }
    }

    private int flags(int peer, long word, boolean inbound, long age, boolean inboundOnly) {
        int flags = inbound ? PruneCandidates.INBOUND : 0;
        if (inboundOnly && !inbound) {
            flags |= PruneCandidates.STAYS;
        }
        if (PeerWord.has(word, PeerFlag.PROTECTED) || PeerWord.has(word, PeerFlag.TRUSTED)) {
            flags |= PruneCandidates.PROTECTED;
        }
        if (PeerWord.has(word, PeerFlag.PERSISTENT)) {
            flags |= PruneCandidates.PERSISTENT;
        }
        if (age < config.policy().graceNanos()) {
            flags |= PruneCandidates.IN_GRACE;
        }
        return discouraged.contains(peer) ? flags | PruneCandidates.DISCOURAGED : flags;
    }

    private static NetworkKind network(long hi, long lo) {
        if (AddressPrefix.isNone(hi, lo)) {
            return NetworkKind.ONION;
        }
        if (AddressPrefix.isLoopback(hi, lo)) {
            return NetworkKind.LOCAL;
        }
        if (AddressPrefix.isV4(hi, lo)) {
            return NetworkKind.IPV4;
        }
        return hi >>> 56 == 0xfc ? NetworkKind.CJDNS : NetworkKind.IPV6;
    }
}
