/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.AnyThread;
import io.peerage.model.CidrVerdict;
import io.peerage.model.Result;

/**
 * What stands against an address before any limit is asked: the deny list, a ban of one of its prefixes, and, for what comes
 * in, the rate of its prefix.
 *
 * <p>An allowed address is neither asked for bans nor for its rate. Who is trusted is not asked for a rate; a denial or a ban
 * holds for all.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: lock-free, no allocation. <b>Complexity</b>: O(1), and that of {@link
 * CidrVerdicts} when there are lists. <b>Origin</b>: features B6, B9, G1 to G3.
 */
@AnyThread
public final class AddressGate {
    private final CidrList lists;
    private final BanTable bans;
    private final PrefixBuckets rates;

    /** A gate with these. */
    public AddressGate(CidrList lists, BanTable bans, PrefixBuckets rates) {
        this.lists = lists;
        this.bans = bans;
        this.rates = rates;
    }

    /** The lists in force. */
    public CidrList lists() {
        return lists;
    }

    /** The bans. */
    public BanTable bans() {
        return bans;
    }

    /** The rates. */
    public PrefixBuckets rates() {
        return rates;
    }

    /** The bytes of memory that lists, bans and rates take. */
    public long bytes() {
        return lists.bytes() + bans.bytes() + rates.bytes();
    }

    /** Whether {@link #inbound} asks for the time at all: if not, a refused attempt needn't read the clock. */
    public boolean needsTimeInbound() {
        return rates.isOn() || needsTimeOutbound();
    }

    /** Whether {@link #outbound} asks for the time at all. */
    public boolean needsTimeOutbound() {
        return bans.countPrefixes() != 0;
    }

    /** 0 for an attempt to come in, which takes a token of its prefix, or the code of a refusal. */
    public int inbound(long hi, long lo, boolean trusted, long now) {
        CidrVerdict verdict = lists.verdict(hi, lo);
        if (verdict != CidrVerdict.NONE) {
            return verdict == CidrVerdict.ALLOW ? 0 : Result.ADDRESS_DENIED.code();
        }
        if (bans.isAddressBanned(hi, lo, now)) {
            return Result.PREFIX_BANNED.code();
        }
        return trusted || rates.tryTake(hi, lo, now) ? 0 : Result.RATE_LIMIT.code();
    }

    /** 0 if the address may be dialed, or the code of a refusal. */
    public int outbound(long hi, long lo, long now) {
        CidrVerdict verdict = lists.verdict(hi, lo);
        if (verdict != CidrVerdict.NONE) {
            return verdict == CidrVerdict.ALLOW ? 0 : Result.ADDRESS_DENIED.code();
        }
        return bans.isAddressBanned(hi, lo, now) ? Result.PREFIX_BANNED.code() : 0;
    }

    /** As {@link #inbound}, taking nothing. */
    public int wouldRefuseInbound(long hi, long lo, boolean trusted, long now) {
        int refusal = outbound(hi, lo, now);
        boolean free =
                trusted
                        || lists.verdict(hi, lo) == CidrVerdict.ALLOW
                        || rates.tokens(hi, lo, now) > 0;
        return refusal != 0 || free ? refusal : Result.RATE_LIMIT.code();
    }
}
