/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.CidrRules;
import io.peerage.config.RateLimit;
import io.peerage.hash.AddressPrefix;
import io.peerage.hash.KeyedHash;
import io.peerage.model.CidrVerdict;
import io.peerage.model.Counter;
import java.util.List;

/**
 * A bucket of tokens for each network prefix that connections come in from, in fixed memory.
 *
 * <p>A bucket is one word, a {@link BucketWord}: the prefix's fingerprint and the time at which the bucket is full again, from
 * which follows how many tokens it holds. One that is full says nothing, and its word is free for another prefix.
 *
 * <p>A set is a cache line: a control word and seven buckets.
 *
 * <pre>
 *   control: | insertions 37 | fingerprint 24 | way 3 |       way 0: no insertion under way
 * </pre>
 *
 * <p>A prefix without a bucket takes the word of the one in its set that is full or next to be full: by a CAS on the
 * control, which names prefix and way and of all insertions that saw the set so lets one win; whoever finds it named
 * completes it. So no prefix has two buckets. Decision 0014 says what is lost when a bucket that isn't full is replaced.
 *
 * <p><b>Guarantees</b>: while its bucket stays, a prefix is granted at most burst + elapsed / interval attempts in any span
 * of the clock, whatever the interleaving; a prefix that has not used up its own tokens is never refused. Exempt blocks,
 * loopback and "no address" are never refused, and take no word.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: lock-free; refusing a prefix that has a bucket is wait-free.
 * <b>Complexity</b>: O(1), one cache line, no allocation. <b>Time</b>: of one monotonic clock that may start anywhere and
 * wrap. If it steps back, a bucket fills later by the step, or, by more than an hour, is empty once. <b>Origin</b>: features
 * B6; ITU-T I.371's generic cell rate algorithm, which is a token bucket kept as one time.
 */
@AnyThread
public final class PrefixBuckets {
    /** The buckets of a set. */
    static final int WAYS = 7;

    private static final int LINE = 8;
    private static final long WAY = WAYS;
    private static final int FINGERPRINT_SHIFT = 3;
    private static final long PENDING = (1L << 27) - 1;
    private static final long INSERTION_ONE = PENDING + 1;

    private final LongColumn words;
    private final int sets;
    private final boolean on;
    private final BucketRate rate;
    private final int v4Bits;
    private final int v6Bits;
    private final KeyedHash v4Hash;
    private final KeyedHash v6Hash;
    private final CidrVerdicts exempt;
    private final StripedCounters counters;

    /** Buckets that are all full. */
    public PrefixBuckets(RateLimit limit, KeyedHash hash, StripedCounters counters) {
        this.on = limit.isOn();
        this.rate = BucketRate.of(Math.max(1, limit.burst()), limit.intervalNanos());
        this.sets = on ? (limit.prefixes() + WAYS - 1) / WAYS : 1;
        this.words = LongColumn.lines(Math.multiplyExact(sets, LINE));
        this.v4Bits = limit.v4Bits();
        this.v6Bits = limit.v6Bits();
        this.v4Hash = hash.derive(AddressPrefix.kind(true, v4Bits));
        this.v6Hash = hash.derive(AddressPrefix.kind(false, v6Bits));
        this.exempt = new CidrVerdicts(new CidrRules(limit.exempt(), List.of()));
        this.counters = counters;
    }

    /** Whether there is a rate limit. */
    public boolean isOn() {
        return on;
    }

    /** The bytes of memory that the buckets take. */
    public long bytes() {
        return words.bytes() + exempt.bytes();
    }

    /** Takes a token for an attempt from this address; false if its prefix has none left. */
    public boolean tryTake(long hi, long lo, long now) {
        if (isExempt(hi, lo)) {
            return true;
        }
        long hash = hash(hi, lo);
        int set = set(hash);
        long fingerprint = BucketWord.fingerprint(hash);
        for (; ; ) {
            long control = words.getAcquire(set);
            if ((control & WAY) != 0) {
                complete(set, control, now);
                continue;
            }
            int way = find(set, fingerprint);
            if (way < 0) {
                insert(set, control, fingerprint, now);
                continue;
            }
            long word = words.getAcquire(way);
            if (BucketWord.prefix(word) != fingerprint) {
                // Replaced since.
                continue;
            }
            long next = BucketWord.taken(word, now, rate);
            if (next == word) {
                return false;
            }
            if (words.cas(way, word, next)) {
                // A clock that stepped back leaves a bucket that seems to fill in an age; it is
                // made empty instead.
                return !BucketWord.isAstray(word, now, rate);
            }
        }
    }

    /** The whole tokens that the prefix of an address has now; the burst if nobody counts them. */
    public int tokens(long hi, long lo, long now) {
        if (isExempt(hi, lo)) {
            return rate.burst();
        }
        long hash = hash(hi, lo);
        int way = find(set(hash), BucketWord.fingerprint(hash));
        if (way < 0) {
            return rate.burst();
        }
        long word = words.getAcquire(way);
        return BucketWord.prefix(word) == BucketWord.fingerprint(hash)
                ? BucketWord.tokens(word, now, rate)
                : rate.burst();
    }

    /** How many prefixes have a bucket that isn't full; exact only at rest. */
    public int counted(long now) {
        int counted = 0;
        for (int set = 0; set < sets * LINE; set += LINE) {
            for (int way = set + 1; way <= set + WAYS; way++) {
                counted += BucketWord.isFull(words.getAcquire(way), now) ? 0 : 1;
            }
        }
        return counted;
    }

    private boolean isExempt(long hi, long lo) {
        return !on
                || AddressPrefix.isNone(hi, lo)
                || AddressPrefix.isLoopback(hi, lo)
                || exempt.verdict(hi, lo) == CidrVerdict.ALLOW;
    }

    private long hash(long hi, long lo) {
        return AddressPrefix.isV4(hi, lo)
                ? v4Hash.hash(AddressPrefix.leading(hi, lo, v4Bits))
                : v6Hash.hash(AddressPrefix.leading(hi, lo, v6Bits));
    }

    private int set(long hash) {
        return (int) ((hash >>> 32) * sets >>> 32) * LINE;
    }

    private int find(int set, long fingerprint) {
        for (int way = set + 1; way <= set + WAYS; way++) {
            if (BucketWord.prefix(words.getAcquire(way)) == fingerprint) {
                return way;
            }
        }
        return -1;
    }

    /** Tries to name the prefix and the least telling bucket in a control that has not changed since the prefix was looked for. */
    private void insert(int set, long control, long fingerprint, long now) {
        int least = 1;
        long leastLead = Long.MAX_VALUE;
        for (int way = 1; way <= WAYS; way++) {
            long lead = BucketWord.lead(words.getAcquire(set + way), now);
            if (lead < leastLead) {
                leastLead = lead;
                least = way;
            }
        }
        long named = control + INSERTION_ONE | fingerprint << FINGERPRINT_SHIFT | least;
        if (words.cas(set, control, named)) {
            complete(set, named, now);
        }
    }

    /** Gives the way that a control names to the prefix that it names, unless another thread did. */
    private void complete(int set, long control, long now) {
        int way = set + (int) (control & WAY);
        long fingerprint = (control & PENDING) >>> FINGERPRINT_SHIFT;
        for (; ; ) {
            long word = words.getAcquire(way);
            if (BucketWord.prefix(word) == fingerprint) {
                break;
            }
            // Read after the word: while it names the way, the word is a former tenant's.
            if (words.getAcquire(set) != control) {
                return;
            }
            if (words.cas(way, word, BucketWord.full(fingerprint, now))) {
                if (!BucketWord.isFull(word, now)) {
                    counters.add(Counter.RATES_FORGOTTEN.ordinal(), 1);
                }
                break;
            }
        }
        words.cas(set, control, control & ~PENDING);
    }
}
