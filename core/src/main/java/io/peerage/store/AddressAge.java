/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.AnyThread;
import io.peerage.config.BookTimes;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;

/**
 * What age and failures do to addresses: when one that never worked is over, when one yields its place, and how likely it is to be
 * picked.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Progress</b>: wait-free, O(1). <b>Units</b>: seconds of the book's clock.
 * <b>Origin</b>: features H2, H3; Bitcoin Core's {@code IsTerrible} and {@code GetChance}.
 */
@AnyThread
final class AddressAge {
    /** The chance of an address that nothing speaks against. */
    static final int CERTAIN = 1 << 30;

    private static final int MINUTE = 60;
    private static final int TEN_MINUTES = 600;
    private static final int DAY = 86_400;
    private static final int WEEK = 7 * DAY;
    private static final int MONTH = 30 * DAY;
    private static final int FEW_ATTEMPTS = 3;
    private static final int MANY_ATTEMPTS = 10;
    private static final int MOST_COUNTED = 8;
    private static final double A_FAILURE = 0.66;
    private static final double A_RECENT_ATTEMPT = 0.01;
    private static final long NANOS = 1_000_000_000L;

    private final int[] seconds = new int[AddressTier.values().length];
    private final int[] chances = new int[MOST_COUNTED + 1];

    AddressAge(BookTimes times) {
        seconds[AddressTier.TEMPORARY.ordinal()] = whole(times.temporaryNanos());
        seconds[AddressTier.RECENT.ordinal()] = whole(times.recentNanos());
        seconds[AddressTier.HEARD.ordinal()] = whole(times.heardNanos());
        seconds[AddressTier.PERMANENT.ordinal()] = Integer.MAX_VALUE;
        for (int failures = 0; failures <= MOST_COUNTED; failures++) {
            chances[failures] = (int) (CERTAIN * StrictMath.pow(A_FAILURE, failures));
        }
    }

    private static int whole(long nanos) {
        return (int) ((nanos + NANOS - 1) / NANOS);
    }

    /** The state of an address that was told now. */
    long told(HeardAddress address, int now) {
        return address.seconds == 0
                ? AddressWord.state(now, address.tier, 0)
                : told(address.seconds, now);
    }

    // Of a tier that lasts as long, since when it fits.
    private long told(int keptSeconds, int now) {
        int tier = 0;
        while (tier < AddressTier.HEARD.ordinal() && seconds[tier] < keptSeconds) {
            tier++;
        }
        long since = Math.max(1, (long) now + keptSeconds - seconds[tier]);
        return AddressWord.state((int) Math.min(Integer.MAX_VALUE, since), tier, 0);
    }

    /** The state of an address that was told again: the longer tier, or, for a time that was given, the later end. */
    long toldAgain(long state, HeardAddress address, int now) {
        if (address.seconds == 0) {
            return AddressWord.heardAgain(state, now, address.tier);
        }
        long told = told(address.seconds, now);
        return isPermanent(state) || end(told) <= end(state)
                ? state
                : AddressWord.lasting(state, told);
    }

    // When an address that never works is over, of a peer that isn't seen.
    private long end(long state) {
        return (long) AddressWord.heard(state) + seconds[AddressWord.tier(state)];
    }

    /** The seconds since a time; {@link AddressBuffer#NEVER} if there is none. */
    static int since(int time, int now) {
        return time == 0 ? AddressBuffer.NEVER : Math.max(0, now - time);
    }

    /** Whether an address that never worked has had its time. */
    boolean isOver(long state, long times, long entry, int now) {
        return AddressWord.success(times) == 0
                && !EntryWord.isConnected(entry)
                && now - Math.max(AddressWord.heard(state), EntryWord.disconnected(entry))
                        >= seconds[AddressWord.tier(state)];
    }

    /** Whether an address yields its place to any other. */
    boolean yields(long state, long times, long entry, int now) {
        int attempt = AddressWord.attempt(times);
        if (isPermanent(state)
                || EntryWord.isConnected(entry)
                || attempt != 0 && now - attempt < MINUTE) {
            return false;
        }
        int success = AddressWord.success(times);
        if (success == 0) {
            return isOver(state, times, entry, now) || AddressWord.attempts(state) >= FEW_ATTEMPTS;
        }
        int idle = now - Math.max(success, EntryWord.disconnected(entry));
        return idle >= MONTH || idle >= WEEK && AddressWord.attempts(state) >= MANY_ATTEMPTS;
    }

    boolean isPermanent(long state) {
        return AddressWord.tier(state) == AddressTier.PERMANENT.ordinal();
    }

    /** How likely an address is to be picked, of {@link #CERTAIN}. */
    int chance(long state, long times, int now) {
        int chance = chances[Math.min(MOST_COUNTED, AddressWord.attempts(state))];
        int attempt = AddressWord.attempt(times);
        return attempt != 0 && now - attempt < TEN_MINUTES
                ? (int) (chance * A_RECENT_ATTEMPT)
                : chance;
    }
}
