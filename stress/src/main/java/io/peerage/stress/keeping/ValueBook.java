/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.stress.oracle.Contract;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What is known of scores and tags: sums of what was added, by anybody, and between what two a value that decays must be.
 *
 * <p><b>Threading</b>: adding any thread, auditing at rest. <b>Units</b>: thousandths, tags in whole points. <b>Progress</b>: wait-free, no
 * allocation.
 */
final class ValueBook {
    private static final int THOUSAND = 1_000;
    private static final double STEPS_A_HALF_LIFE = 256;
    private static final double UNIT = THOUSAND / 256.0;

    private final Accounts all;
    private final AtomicLongArray scores;
    private final AtomicLongArray tags;
    private final AtomicLongArray decaying;
    private final double[] base;
    private long auditedAt;

    ValueBook(Accounts all, int peers) {
        this.all = all;
        this.scores = new AtomicLongArray(peers);
        this.tags = new AtomicLongArray(peers);
        this.decaying = new AtomicLongArray(peers);
        this.base = new double[peers];
    }

    /** Adds to the score of an ordinary peer, so that it stays near 0. */
    void addScore(int peer, Producer by) {
        int amount = 1 + by.random.below(THOUSAND);
        int signed = scores.get(peer) > 0 ? -amount : amount;
        by.events++;
        expectDone(all.manager().reputation().add(all.peers.handle(peer), signed));
        scores.addAndGet(peer, signed);
    }

    /** Adds to a tag of an ordinary peer. */
    void addTag(int peer, Producer by) {
        int amount = 1 + by.random.below(9);
        by.events++;
        if (by.random.below(2) == 0) {
            int signed = tags.get(peer) > 0 ? -amount : amount;
            expectDone(
                    all.manager().reputation().tag(all.peers.handle(peer), Setting.PLAIN, signed));
            tags.addAndGet(peer, signed);
        } else if ((decaying.addAndGet(peer, amount)) < THOUSAND) {
            expectDone(
                    all.manager()
                            .reputation()
                            .tag(all.peers.handle(peer), Setting.DECAYING, amount));
        } else {
            // Not beyond what a kind can hold.
            decaying.addAndGet(peer, -amount);
        }
    }

    private void expectDone(int code) {
        if (code < 0) {
            all.violations.found(Contract.SCORES, "adding to a known peer says " + code);
        }
    }

    /** Compares what the manager says of a peer with the sums, at rest. */
    void audit(int peer) {
        long handle = all.peers.handle(peer);
        equal("score", all.manager().reputation().score(handle), scores.get(peer));
        equal(
                "tag",
                all.manager().reputation().tagValue(handle, Setting.PLAIN),
                tags.get(peer) * THOUSAND);
        auditDecaying(peer, all.manager().reputation().tagValue(handle, Setting.DECAYING));
    }

    private void equal(String what, long said, long expected) {
        if (said != expected) {
            all.violations.found(Contract.SCORES, "sum of a " + what, said, expected);
        }
    }

    private void auditDecaying(int peer, long said) {
        double added = (double) decaying.getAndSet(peer, 0) * THOUSAND;
        if (added == 0 && base[peer] == 0) {
            return;
        }
        double elapsed = all.clock.nanoTime() - auditedAt;
        double decay = Math.pow(0.5, elapsed / Setting.TAG_HALF_LIFE + 1 / STEPS_A_HALF_LIFE);
        // Each change costs a unit at most, and so does each reading.
        double least = (base[peer] + added) * decay - UNIT * (added / THOUSAND + 2);
        double most = base[peer] + added + 2 * UNIT;
        if (said < least || said > most) {
            all.violations.found(
                    Contract.SCORES,
                    "value of a decaying tag is "
                            + said
                            + ", expected "
                            + (long) least
                            + " to "
                            + (long) most);
        }
        base[peer] = said;
    }

    /** The audit of all peers is over. */
    void audited() {
        auditedAt = all.clock.nanoTime();
    }
}
