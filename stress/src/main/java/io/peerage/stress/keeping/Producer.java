/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.model.CandidateKind;
import io.peerage.model.Result;
import io.peerage.stress.oracle.Contract;
import io.peerage.stress.population.Random64;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * One producer of the storm, a few calls at a time: connections most of the time, and in between everything that keeps and refuses.
 *
 * <p><b>Threading</b>: its own thread; others at rest. <b>Memory</b>: allocates the values that it puts for peers, and nothing else.
 */
final class Producer {
    private static final int DRAWS = 64;
    private static final int SWEPT = 4;
    private static final int TRIMMED_SELDOM = 4_096;
    private static final int CROWDED = 8;

    final Random64 random;
    final Counts counts = new Counts();
    long events;
    private final Accounts all;
    private final Traffic traffic;
    private final BookTeller book;
    private final LowLane low;
    private final int[] banned;
    private final int[] prefixes;
    private final int[] lows;
    private final int[] kept;
    private final int[] passing;
    private final Contention contention;
    private long refusals;

    Producer(Accounts all, int producer, Mailbox mailbox, long seed) {
        this.all = all;
        this.random = new Random64(seed);
        this.traffic = new Traffic(all, this, producer, mailbox);
        this.book = new BookTeller(all, producer);
        this.low = new LowLane(all);
        int peers = all.peers.residents();
        this.banned = lane(producer, peers, peer -> Role.of(peer) == Role.BANNED);
        this.lows =
                lane(
                        producer,
                        peers,
                        peer -> Role.of(peer) == Role.LOW || Role.of(peer) == Role.LOW_BANNED);
        this.kept = lane(producer, peers, peer -> Role.of(peer) == Role.KEPT);
        this.passing = lane(producer, peers, peer -> Role.of(peer) == Role.PASSING);
        this.contention = new Contention(all, this);
        this.prefixes = lane(producer, all.prefixes.count(), all.prefixes::isBannable);
    }

    private int[] lane(int producer, int keys, IntPredicate mine) {
        return IntStream.range(0, keys)
                .filter(key -> key / 64 % all.producers == producer && mine.test(key))
                .toArray();
    }

    Traffic traffic() {
        return traffic;
    }

    BookTeller book() {
        return book;
    }

    long refusals() {
        return refusals;
    }

    void refused(long code) {
        refusals++;
        counts.refused[(int) -code]++;
    }

    void banRefused(int code) {
        if (code == Result.HAND_OFF_FULL.code()) {
            counts.bansRefused++;
        } else {
            all.violations.found(Contract.BANS, "an order for a known peer says " + code);
        }
    }

    /** A round begins, for all producers at about the same time. */
    void begin() {
        contention.meet();
    }

    /** A few calls; no ticket is left in its hands. */
    void step() {
        traffic.sweep(SWEPT);
        // All of them: while one waits, its lease runs.
        while (traffic.takeDial()) {
            Thread.onSpinWait();
        }
        call(random.below(DRAWS));
    }

    private void call(int draw) {
        if (draw < 24) {
            connect();
        } else if (draw < 30) {
            traffic.dial(random.below(all.peers.residents()));
        } else if (draw < 36) {
            closeOne();
        } else if (draw < 40) {
            lane(banned, all.peerBans::step);
        } else if (draw < 42) {
            lane(prefixes, all.prefixBans::step);
        } else if (draw < 44) {
            lane(lows, low::step);
        } else if (draw < 47) {
            lane(kept, all.keeps::step);
        } else if (draw < 50) {
            ordinary(all.values::addScore);
        } else if (draw < 53) {
            ordinary(all.values::addTag);
        } else if (draw < 56) {
            ordinary(Producer::offer);
        } else {
            keep(draw);
        }
    }

    private void keep(int draw) {
        switch (draw) {
            case 56 -> ordinary(book::tell);
            case 57 -> ordinary(book::read);
            case 58 -> lane(kept, all.data::putLasting);
            case 59 -> ordinary((peer, by) -> all.data.read(peer, by));
            case 60 ->
                    ordinary(
                            (peer, by) -> all.data.offerFleeting(peer, all.peers.handle(peer), by));
            case 61 -> ordinary((peer, by) -> all.data.removeFleeting(peer, by));
            case 62 -> lane(passing, (peer, by) -> pass(peer));
            default -> ordinary((peer, by) -> forgiveOrTrim(peer));
        }
    }

    /** What is done with a peer, or a prefix. */
    @FunctionalInterface
    private interface Step {
        void of(int key, Producer by);
    }

    private void lane(int[] keys, Step step) {
        if (keys.length > 0) {
            step.of(keys[random.below(keys.length)], this);
        }
    }

    private void ordinary(Step step) {
        int peer = random.below(all.peers.residents());
        if (Role.of(peer) == Role.ORDINARY) {
            step.of(peer, this);
        }
    }

    private void connect() {
        int peer = random.below(all.peers.residents());
        boolean crowded = random.below(CROWDED) == 0;
        int address = crowded ? random.below(all.addresses.size()) : all.address(peer);
        traffic.arrive(peer, address, random.below(16) == 0);
    }

    private void closeOne() {
        if (traffic.links().size() > 0) {
            traffic.close(random.below(traffic.links().size()));
        }
    }

    private void offer(int peer) {
        int address = all.address(peer);
        events++;
        int code =
                all.manager()
                        .dialing()
                        .offer(
                                all.peers.handle(peer),
                                all.addresses.hi(address),
                                all.addresses.lo(address),
                                CandidateKind.NEW);
        if (code == Result.HAND_OFF_FULL.code()) {
            counts.offersRefused++;
        } else if (code != Result.DONE.code()) {
            all.violations.found(Contract.DIALS, "offering a known peer says " + code);
        }
    }

    private static void offer(int peer, Producer by) {
        by.offer(peer);
    }

    // Given up, and known again with the next call.
    private void pass(int peer) {
        long handle = all.peers.handle(peer);
        events++;
        // Its failures are forgotten with it.
        all.dials.changed(peer);
        int code = all.manager().release(handle);
        all.dials.changed(peer);
        if (code == Result.RELEASED.code()) {
            counts.released++;
            all.peers.handle(peer, 0);
            judgeStale(peer, handle);
        } else if (code == Result.UNKNOWN_PEER.code() || handle == 0) {
            register(peer);
        } else if (code == Result.PEER_IN_USE.code()) {
            all.data.offerFleeting(peer, handle, this);
        } else {
            all.violations.found(Contract.HANDLES, "release says " + code);
        }
    }

    private void judgeStale(int peer, long handle) {
        events++;
        int code = all.manager().reputation().add(handle, 0);
        boolean known =
                all.manager()
                                .lookup(
                                        all.peers.ids(),
                                        all.peers.offset(peer),
                                        all.peers.length(peer))
                        == handle;
        // Somebody else may have had it come in again, by its id, before it was recycled.
        if (code != Result.UNKNOWN_PEER.code() && !known) {
            all.violations.found(
                    Contract.HANDLES, "a score of a peer that was given up says " + code);
        }
    }

    private void register(int peer) {
        events++;
        long handle =
                all.manager()
                        .register(all.peers.ids(), all.peers.offset(peer), all.peers.length(peer));
        if (handle > 0) {
            all.dials.changed(peer);
            all.know(peer, handle);
        }
    }

    private void forgiveOrTrim(int peer) {
        if (random.below(TRIMMED_SELDOM) == 0) {
            events++;
            all.manager().pruning().trimTo(all.setting.low());
        } else {
            all.dials.changed(peer);
            events++;
            all.manager().dialing().forgive(all.peers.handle(peer));
            all.dials.changed(peer);
        }
    }

    /** Takes over all dials and closes all that is to be closed, before all stand still. */
    void settle() {
        while (traffic.takeDial()) {
            Thread.onSpinWait();
        }
        traffic.closeDoomed();
    }

    /** Closes everything. */
    void finish() {
        settle();
        while (traffic.links().size() > 0) {
            traffic.close(traffic.links().size() - 1);
        }
    }
}
