/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.peer.TenantColumn;
import org.jspecify.annotations.Nullable;

/**
 * The values that the application's parts give to each peer, one of each kind, and their sum, by which peers are pruned; by peer index.
 *
 * <p><b>Callers</b> look at the peer's state word first. Times are of one monotonic clock.
 *
 * <p><b>Guarantees</b>: each change is one CAS on one word, so none is lost, none counts for another tenant, and none waits in a queue.
 * Values stay within their kind's bounds; those of a kind that decays come nearer to 0 as time goes by.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: reading is wait-free, changing lock-free. <b>Complexity</b>: O(1), the sum
 * O(kinds); 8 bytes a peer and kind, no allocation. <b>Units</b>: amounts are whole values; what is read is in thousandths, since
 * values decay. <b>Ranges</b>: kinds as numbered by {@link TagConfig#kind}; another throws {@link IllegalArgumentException}.
 * <b>Consistency</b>: a sum reads each value at a moment of its own. <b>Origin</b>: features F1.
 */
@AnyThread
public final class TagTable implements TenantColumn {
    private static final int UNIT = 256;
    private static final long THOUSANDTHS = 1_000;

    private final LongColumn words;
    private final Kind[] kinds;

    /** Every value is 0. */
    public TagTable(int capacity, TagConfig config, long now) {
        this.kinds = config.kinds().stream().map(kind -> Kind.of(kind, now)).toArray(Kind[]::new);
        this.words = LongColumn.of(Math.multiplyExact(capacity, kinds.length));
    }

    @Override
    public long bytes() {
        return words.bytes();
    }

    @Override
    public void tenant(int slot, int generation, long idHash) {
        for (int i = 0; i < kinds.length; i++) {
            words.setRelease(slot * kinds.length + i, kinds[i].fresh(generation));
        }
    }

    /** Adds to a value. Returns whether the generation is that of the slot's tenant. */
    public boolean add(int peer, int generation, int kind, int amount, long now) {
        Kind of = kind(kind);
        int at = peer * kinds.length + kind;
        int step = of.step(now);
        for (; ; ) {
            long word = words.getAcquire(at);
            if (!of.isOf(word, generation)) {
                return false;
            }
            if (words.cas(at, word, of.added(word, generation, amount, step))) {
                return true;
            }
        }
    }

    /** Replaces a value. Returns whether the generation is that of the slot's tenant. */
    public boolean put(int peer, int generation, int kind, int value, long now) {
        Kind of = kind(kind);
        int at = peer * kinds.length + kind;
        int step = of.step(now);
        for (; ; ) {
            long word = words.getAcquire(at);
            if (!of.isOf(word, generation)) {
                return false;
            }
            if (words.cas(at, word, of.put(word, generation, value, step))) {
                return true;
            }
        }
    }

    /** A value, in thousandths; 0 if the generation is not that of the slot's tenant. */
    public long value(int peer, int generation, int kind, long now) {
        Kind of = kind(kind);
        return of.value(words.getAcquire(peer * kinds.length + kind), generation, now);
    }

    /** All values of the peer together, in thousandths; 0 if the generation is not that of the slot's tenant. */
    public long sum(int peer, int generation, long now) {
        long sum = 0;
        int first = peer * kinds.length;
        for (int i = 0; i < kinds.length; i++) {
            sum += kinds[i].value(words.getAcquire(first + i), generation, now);
        }
        return sum;
    }

    private Kind kind(int kind) {
        if (kind < 0 || kind >= kinds.length) {
            throw new IllegalArgumentException(
                    "tag kind "
                            + kind
                            + " is not one of the "
                            + kinds.length
                            + " configured; pass what TagConfig.kind(name) gives");
        }
        return kinds[kind];
    }

    /** How words of a kind are read and changed: {@link TenantWord}s, or {@link DecayWord}s if there is a half-life. */
    private record Kind(@Nullable HalfLife halfLife, int least, int most) {
        static Kind of(TagKind kind, long now) {
            return kind.isDecaying()
                    ? new Kind(
                            new HalfLife(kind.halfLifeNanos(), now),
                            kind.least() * UNIT,
                            kind.most() * UNIT)
                    : new Kind(null, kind.least(), kind.most());
        }

        int step(long now) {
            return halfLife == null ? 0 : halfLife.step(now);
        }

        long fresh(int generation) {
            return halfLife == null ? TenantWord.of(generation, 0) : DecayWord.fresh(generation);
        }

        boolean isOf(long word, int generation) {
            return halfLife == null
                    ? TenantWord.isOf(word, generation)
                    : DecayWord.isOf(word, generation);
        }

        long added(long word, int generation, int amount, int step) {
            return halfLife == null
                    ? TenantWord.of(
                            generation,
                            DecayWord.bounded((long) TenantWord.value(word) + amount, least, most))
                    : DecayWord.added(word, units(amount), least, most, step);
        }

        long put(long word, int generation, int value, int step) {
            return halfLife == null
                    ? TenantWord.of(generation, DecayWord.bounded(value, least, most))
                    : DecayWord.put(word, DecayWord.bounded(units(value), least, most), step);
        }

        long value(long word, int generation, long now) {
            if (!isOf(word, generation)) {
                return 0;
            }
            return halfLife == null
                    ? TenantWord.value(word) * THOUSANDTHS
                    : DecayWord.value(word, halfLife.step(now)) * THOUSANDTHS / UNIT;
        }

        private static int units(int amount) {
            return DecayWord.bounded(amount, -2 * TagKind.MOST_DECAYING, 2 * TagKind.MOST_DECAYING)
                    * UNIT;
        }
    }
}
