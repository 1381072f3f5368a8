/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.AdmissionControl;
import io.peerage.admission.AdmissionParts;
import io.peerage.admission.DialOutcomes;
import io.peerage.admission.DialReports;
import io.peerage.admission.Explainer;
import io.peerage.admission.Gauges;
import io.peerage.admission.Places;
import io.peerage.admission.PrefixLadder;
import io.peerage.admission.ServiceSlots;
import io.peerage.admission.TicketSweep;
import io.peerage.admission.TieBreak;
import io.peerage.admission.TotalLimits;
import io.peerage.admission.TrustRules;
import io.peerage.backoff.BackOffTable;
import io.peerage.ban.AddressGate;
import io.peerage.ban.BanMarks;
import io.peerage.ban.BanOrders;
import io.peerage.ban.BanTable;
import io.peerage.ban.CidrList;
import io.peerage.ban.Discouraged;
import io.peerage.ban.PrefixBuckets;
import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.DialConfig;
import io.peerage.config.FactsConfig;
import io.peerage.config.ManagerConfig;
import io.peerage.config.PruneConfig;
import io.peerage.config.ScoreConfig;
import io.peerage.connection.ConnectionFacts;
import io.peerage.connection.ConnectionTable;
import io.peerage.dial.DialCommands;
import io.peerage.dial.DialLoop;
import io.peerage.event.CommandSink;
import io.peerage.event.ErrorHandler;
import io.peerage.event.LifecycleListener;
import io.peerage.flight.FlightLog;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.Counter;
import io.peerage.model.MemoryFootprint;
import io.peerage.model.Result;
import io.peerage.owner.BanRound;
import io.peerage.owner.BookRound;
import io.peerage.owner.Closings;
import io.peerage.owner.LifecycleDispatcher;
import io.peerage.owner.OwnerTick;
import io.peerage.owner.PruneRound;
import io.peerage.owner.ScoreRound;
import io.peerage.owner.SelfCheck;
import io.peerage.owner.UserCode;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.reputation.BadScoreKeeper;
import io.peerage.reputation.PeerScores;
import io.peerage.store.PeerDataSweep;
import io.peerage.store.PeerDataTable;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** Puts a manager together from its rooms: the one place that knows who works on what. Immutable. */
record ManagerParts(
        AdmissionParts admissionParts,
        AdmissionControl admission,
        Explainer explainer,
        BanOrders banOrders,
        ReputationParts reputation,
        PeerDataTable data,
        @Nullable BookParts book,
        BanMarks marks,
        @Nullable KeyedRandom snapshotRandom,
        @Nullable PruneRound prune,
        @Nullable DialLoop loop,
        OwnerTick tick,
        SelfCheck check,
        ServiceSlots services,
        MemoryFootprint footprint) {
    // Tells the handles of different managers of one process apart.
    private static final AtomicInteger NEXT_TAG = new AtomicInteger();

    // How many bans can be ordered between two ticks.
    static final int BAN_ORDERS = 1_024;

    // What tells random numbers from other uses of the same secret.
    private static final long JITTER = 0x6a6974746572L;
    private static final long CHOICE = 0x63686f696365L;
    private static final long SELECTION = 0x73656c656374L;
    private static final long PRUNING = 0x7072756e65L;
    private static final long PRUNING_CHOICE = 0x7072756e6563L;
    private static final long BANS = 0x62616e73L;
    private static final long RATES = 0x7261746573L;
    private static final long BOOK = 0x626f6f6bL;
    private static final long SNAPSHOTS = 0x736e6170L;
    private static final long NETGROUPS = 0x67726f757073L;

    /** What tells the handles of the next manager from those of others in this process. */
    static int nextTag() {
        return NEXT_TAG.incrementAndGet();
    }

    static ManagerParts of(
            ManagerConfig config,
            int stripes,
            int tag,
            NanoClock clock,
            byte @Nullable [] localId,
            KeyedHash hash,
            LifecycleListener listener,
            CommandSink commands,
            ErrorHandler errors) {
        int peerSlots = config.peers() + (localId == null ? 0 : 1);
        StripedCounters counters = new StripedCounters(Counter.values().length, stripes);
        ReputationParts reputation =
                ReputationParts.of(
                        peerSlots,
                        config.namedBytes(),
                        config.scores(),
                        config.tags(),
                        counters,
                        clock.nanoTime());
        PeerTable peers =
                new PeerTable(
                        peerSlots,
                        config.idBytes(),
                        counters,
                        stripes,
                        new HandleSpace("peer", 0, tag, peerSlots),
                        hash,
                        reputation.followers());
        PeerStates states = new PeerStates(peers, counters, stripes);
        int slots = config.connectionSlots();
        ConnectionTable connections =
                new ConnectionTable(slots, stripes, new HandleSpace("connection", 1, tag, slots));
        FactsConfig known = config.resolvedFacts();
        ConnectionFacts facts =
                known == null
                        ? null
                        : new ConnectionFacts(slots, known.protocols().size(), stripes);
        TotalLimits totals = new TotalLimits(config.limits(), config.trust(), stripes);
        PrefixLadder ladder = new PrefixLadder(config.prefixes(), slots, hash);
        TrustRules trust = new TrustRules(config.trust());
        Gauges gauges = new Gauges(totals, stripes);
        AddressGate gate =
                new AddressGate(
                        new CidrList(config.lists()),
                        new BanTable(config.resolvedBans(), hash.derive(BANS)),
                        new PrefixBuckets(config.rateLimit(), hash.derive(RATES), counters));
        AdmissionParts parts =
                new AdmissionParts(
                        config,
                        clock,
                        peers,
                        states,
                        connections,
                        facts,
                        totals,
                        ladder,
                        trust,
                        new TieBreak(
                                peers, localId == null ? 0 : registerSelf(peers, states, localId)),
                        gauges,
                        new Places(connections, totals, ladder, trust, facts, gauges),
                        new DialOutcomes(
                                new BackOffTable(peerSlots),
                                config.backOff(),
                                new KeyedRandom(hash.derive(JITTER)),
                                clock,
                                stripes),
                        config.book() == null ? null : new DialReports(slots, counters),
                        gate,
                        new Discouraged(peerSlots),
                        new StripedCounters(Result.CODES, stripes),
                        counters);
        AdmissionControl admission = new AdmissionControl(parts);
        FlightLog flight = FlightLog.of(parts);
        UserCode user = new UserCode(listener, commands, errors, counters, flight);
        Closings closings = new Closings(connections, admission, user);
        BanMarks marks =
                new BanMarks(
                        config.resolvedBans(),
                        config.namedBytes(),
                        gate.bans(),
                        parts.discouraged(),
                        peers,
                        states,
                        counters,
                        clock.nanoTime());
        BanOrders orders = new BanOrders(BAN_ORDERS);
        BanRound bans =
                new BanRound(
                        orders,
                        gate.bans(),
                        marks,
                        peers,
                        states,
                        connections,
                        ladder,
                        facts,
                        admission,
                        closings,
                        counters,
                        flight);
        ScoreRound scores = scores(reputation, parts, bans, closings);
        PruneRound prune = prune(config, parts, reputation, closings, flight, hash);
        PeerDataTable data = new PeerDataTable(peers, states, config.data());
        PeerDataSweep clearing =
                new PeerDataSweep(data, peers, counters, clock.nanoTime(), user::dataCleared);
        BookParts book = BookParts.of(parts, hash.derive(BOOK));
        BookRound round = book == null ? null : book.round();
        DialLoop loop = loop(config, parts, admission, marks, closings, hash, round);
        TicketSweep sweep =
                new TicketSweep(
                        admission, connections, user::ticketExpired, config, clock.nanoTime());
        OwnerTick tick =
                new OwnerTick(
                        clock,
                        new LifecycleDispatcher(
                                peers,
                                states,
                                parts.dials(),
                                marks,
                                scores,
                                clearing,
                                loop,
                                round,
                                user),
                        admission,
                        connections,
                        sweep,
                        closings,
                        bans,
                        scores,
                        prune,
                        parts.dials().outage(),
                        gauges,
                        loop,
                        round,
                        user,
                        flight);
        SelfCheck check =
                new SelfCheck(
                        peers,
                        states,
                        connections,
                        parts.totals(),
                        parts.ladder(),
                        parts.gauges(),
                        loop,
                        round);
        return new ManagerParts(
                parts,
                admission,
                new Explainer(parts),
                orders,
                reputation,
                data,
                book,
                marks,
                config.remembering() ? new KeyedRandom(hash.derive(SNAPSHOTS)) : null,
                prune,
                loop,
                tick,
                check,
                new ServiceSlots(peers, states, new KeyedRandom(hash.derive(SELECTION))),
                footprint(
                        parts,
                        data.bytes() + clearing.bytes(),
                        loop,
                        sweep,
                        bans.bytes() + orders.bytes() + reputation.otherBytes(),
                        prune,
                        BookParts.bytes(book, parts.reports(), loop)));
    }

    private static MemoryFootprint footprint(
            AdmissionParts parts,
            long dataBytes,
            @Nullable DialLoop loop,
            TicketSweep sweep,
            long ownerBytes,
            @Nullable PruneRound prune,
            long bookBytes) {
        ConnectionFacts facts = parts.facts();
        return new MemoryFootprint(
                parts.peers().bytes()
                        + parts.states().bytes()
                        + parts.dials().table().bytes()
                        + parts.discouraged().bytes()
                        + dataBytes
                        + (loop == null ? 0 : loop.peerBytes()),
                parts.peers().capacity(),
                parts.connections().bytes()
                        + parts.ladder().bytes()
                        + sweep.bytes()
                        + (facts == null ? 0 : facts.bytes())
                        + (prune == null ? 0 : prune.bytes())
                        + (loop == null ? 0 : loop.connectionBytes()),
                parts.connections().capacity(),
                parts.gate().bytes() + ownerBytes,
                bookBytes);
    }

    private static @Nullable ScoreRound scores(
            ReputationParts reputation, AdmissionParts parts, BanRound bans, Closings closings) {
        ScoreConfig config = reputation.config();
        PeerScores scores = reputation.scores();
        BadScoreKeeper memory = reputation.memory();
        return config == null || scores == null || memory == null
                ? null
                : new ScoreRound(config, scores, memory, bans, closings, parts);
    }

    private static @Nullable PruneRound prune(
            ManagerConfig config,
            AdmissionParts parts,
            ReputationParts reputation,
            Closings closings,
            FlightLog flight,
            KeyedHash hash) {
        PruneConfig pruning = config.resolvedPruning();
        ConnectionFacts facts = parts.facts();
        return pruning == null || facts == null
                ? null
                : new PruneRound(
                        pruning,
                        parts,
                        facts,
                        reputation::worth,
                        closings,
                        flight,
                        hash.derive(PRUNING),
                        new KeyedRandom(hash.derive(PRUNING_CHOICE)));
    }

    private static @Nullable DialLoop loop(
            ManagerConfig config,
            AdmissionParts parts,
            AdmissionControl admission,
            BanMarks bans,
            DialCommands commands,
            KeyedHash hash,
            @Nullable BookRound book) {
        DialConfig dialing = config.dialing();
        if (dialing == null) {
            return null;
        }
        DialLoop loop =
                new DialLoop(
                        dialing.resolved(config.limits()),
                        parts,
                        admission,
                        bans,
                        commands,
                        hash.derive(NETGROUPS),
                        new KeyedRandom(hash.derive(CHOICE)),
                        book,
                        parts.clock().nanoTime());
        if (book != null) {
            book.feed(loop);
        }
        return loop;
    }

    private static long registerSelf(PeerTable peers, PeerStates states, byte[] localId) {
        long self = peers.register(localId, 0, localId.length);
        states.self(self);
        return self;
    }
}
