/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.model.BanReason;
import io.peerage.model.Result;
import io.peerage.stress.oracle.Contract;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What is known of bans: of peers by hand and by score, of prefixes by hand, each changed by one producer and asked by all.
 *
 * <p>A ban of a peer holds from the return of the call, one of a prefix from the owner's next round; both hold at least until the time of
 * the call and their length, and end by themselves not before, and at most {@link Setting#BAN_LATE} later. A lift of a ban that the owner has met holds at once.
 *
 * <p><b>Threading</b>: {@link #step} the key's producer, the rest any thread. <b>Progress</b>: wait-free, no allocation.
 */
final class BanBook {
    /** No answer is impossible. */
    static final long UNCLEAR = 0;

    private static final int STATUS_MASK = 3;
    private static final int FREE = 1;
    private static final int BARRED = 2;
    private static final int LIFTED_BY_HAND = 3;

    private final Accounts all;
    private final boolean ofPeers;
    private final Stamps stamps;
    // Not before this the ban ends; 0 if it is not known yet when it is over at the latest.
    private final AtomicLongArray least;
    private final long[] latest;
    private final int[] bans;
    private final boolean[] ending;

    BanBook(Accounts all, int keys, boolean ofPeers) {
        this.all = all;
        this.ofPeers = ofPeers;
        this.stamps = new Stamps(keys);
        this.least = new AtomicLongArray(keys);
        this.latest = new long[keys];
        this.bans = new int[keys];
        this.ending = new boolean[keys];
    }

    Stamps stamps() {
        return stamps;
    }

    // Asking

    /** What stands for a key now, to be compared with what stands after a call. */
    long look(int key) {
        long word = stamps.word(key);
        return Accounts.digest(word, status(key, word));
    }

    private int status(int key, long word) {
        return switch (Stamps.state(word)) {
            case Stamps.OFF -> FREE;
            case Stamps.ON -> isInForce(key, word) ? BARRED : 0;
            default -> 0;
        };
    }

    private boolean isInForce(int key, long word) {
        boolean met = ofPeers || Stamps.since(word) < all.ticks.clearDone();
        return met && all.clock.nanoTime() < least.get(key);
    }

    /** Whether all that was looked at was free, and nothing changed. */
    static boolean wasFree(long before, long after) {
        return before == after && (before & STATUS_MASK) == FREE;
    }

    /** Whether something was barred, and nothing changed. */
    static boolean wasBarred(long before, long after) {
        return before == after && (before & STATUS_MASK) == BARRED;
    }

    /** Of two looks one. */
    static long both(long one, long other) {
        long a = one & STATUS_MASK;
        long b = other & STATUS_MASK;
        long status = a == BARRED || b == BARRED ? BARRED : a == FREE && b == FREE ? FREE : 0;
        return Accounts.digest(one * 31 + other, (int) status);
    }

    /** A look at nothing, which is free. */
    static long nothing() {
        return Accounts.digest(0, FREE);
    }

    /** Whether it has been free since before this round began. */
    boolean isFreeSince(int key, long round) {
        long word = stamps.word(key);
        return Stamps.state(word) == Stamps.OFF && Stamps.since(word) < round;
    }

    /** Whether it has been banned since before the present round, or the last one at rest, and still is. */
    boolean isBannedByNow(int key) {
        long word = stamps.word(key);
        long met = ofPeers ? all.ticks.started() : all.ticks.clearStarted();
        return Stamps.state(word) == Stamps.ON
                && Stamps.since(word) < met
                && all.clock.nanoTime() < least.get(key);
    }

    // Changing

    /** Takes a key one step further: free, banned, lifted or over, free again. */
    void step(int key, Producer by) {
        long word = stamps.word(key);
        switch (Stamps.state(word)) {
            case Stamps.OFF -> {
                // A ban before the owner has met the lift might be cleared with it for a moment.
                if (Stamps.since(word) < all.ticks.clearDone()) {
                    ban(key, by);
                }
            }
            case Stamps.ON -> stepBanned(key, word, by);
            default -> settleIfMet(key);
        }
    }

    private void ban(int key, Producer by) {
        stamps.turn(key);
        long at = all.clock.nanoTime();
        int code = ofPeers ? banPeer(key, by) : banPrefix(key, by);
        if (code == Result.DONE.code()) {
            least.set(key, at + Setting.banNanos(bans[key]));
            latest[key] = 0;
            stamps.settle(key, true, all.ticks.started());
        } else {
            stamps.settle(key, false, all.ticks.started());
            by.banRefused(code);
        }
    }

    private int banPeer(int key, Producer by) {
        by.events++;
        all.orders.begin();
        try {
            return all.manager().bans().ban(all.peers.handle(key), BanReason.BY_HAND);
        } finally {
            all.orders.end();
        }
    }

    private int banPrefix(int key, Producer by) {
        by.events++;
        int address = all.prefixes.address(key);
        all.orders.begin();
        try {
            return all.manager()
                    .bans()
                    .banPrefix(
                            all.addresses.hi(address),
                            all.addresses.lo(address),
                            all.prefixes.bits(key),
                            BanReason.BY_HAND);
        } finally {
            all.orders.end();
        }
    }

    private void stepBanned(int key, long word, Producer by) {
        boolean met = Stamps.since(word) < all.ticks.clearDone();
        long now = all.clock.nanoTime();
        if (met && latest[key] == 0) {
            latest[key] = Math.max(1, now + Setting.banNanos(bans[key]) + Setting.BAN_LATE);
        }
        if (by.random.below(LIFTED_BY_HAND) == 0) {
            lift(key, met, by);
        } else if (latest[key] != 0 && now >= latest[key]) {
            stamps.turn(key);
            bans[key]++;
            turned(key);
            latest[key] += stamps.size() / Setting.BANS_ENDED_A_ROUND;
        }
    }

    private void lift(int key, boolean met, Producer by) {
        long word = stamps.word(key);
        stamps.turn(key);
        by.events++;
        int code = ofPeers ? liftPeer(all.peers.handle(key)) : liftPrefix(key);
        if (code != Result.DONE.code()) {
            by.banRefused(code);
            stamps.settle(key, true, Stamps.since(word));
            return;
        }
        bans[key] = 0;
        if (met && ofPeers) {
            stamps.settle(key, false, all.ticks.started());
        } else {
            turned(key);
        }
    }

    /** Lifts what stands against a peer. */
    int liftPeer(long handle) {
        all.orders.begin();
        try {
            return all.manager().bans().lift(handle);
        } finally {
            all.orders.end();
        }
    }

    private int liftPrefix(int key) {
        int address = all.prefixes.address(key);
        all.orders.begin();
        try {
            return all.manager()
                    .bans()
                    .liftPrefix(
                            all.addresses.hi(address),
                            all.addresses.lo(address),
                            all.prefixes.bits(key));
        } finally {
            all.orders.end();
        }
    }

    /** What was ordered holds once a whole round has passed. */
    void turned(int key) {
        latest[key] = all.ticks.started();
        ending[key] = true;
    }

    /** A ban is about to be brought about by other means, and will last from now on at least. */
    void expected(int key) {
        stamps.turn(key);
        least.set(key, all.clock.nanoTime() + Setting.banNanos(0));
        turned(key);
    }

    /** Whether a ban that was brought about at all must be in force still. */
    boolean isTimeLeft(int key) {
        return all.clock.nanoTime() < least.get(key);
    }

    /** Whether a whole round has passed since. */
    boolean isMet(int key) {
        return ending[key] && latest[key] < all.ticks.clearDone();
    }

    /** Whether all have stood still since, and the owner has come to an end. */
    boolean isMetAtRest(int key) {
        return ending[key] && latest[key] < all.ticks.rested();
    }

    private void settleIfMet(int key) {
        if (isMet(key)) {
            ending[key] = false;
            stamps.settle(key, false, all.ticks.started());
        }
    }

    /** Compares what the manager says with what stands, at rest. */
    void audit() {
        for (int key = 0; key < stamps.size(); key++) {
            boolean mine = ofPeers ? Role.of(key) == Role.BANNED : all.prefixes.isBannable(key);
            if (!mine) {
                continue;
            }
            long look = look(key);
            boolean said = ofPeers ? saysPeer(key) : saysPrefix(key);
            if (wasBarred(look, look) && !said || ofPeers && wasFree(look, look) && said) {
                all.violations.found(
                        Contract.BANS,
                        (ofPeers ? "peer " : "prefix ")
                                + key
                                + " is banned: "
                                + said
                                + ", expected "
                                + !said);
            }
        }
    }

    private boolean saysPeer(int key) {
        return all.manager().bans().isBanned(all.peers.handle(key));
    }

    private boolean saysPrefix(int key) {
        int address = all.prefixes.address(key);
        return all.manager()
                .bans()
                .isAddressBanned(all.addresses.hi(address), all.addresses.lo(address));
    }
}
