/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.OwnerThread;
import io.peerage.time.Deadlines;
import io.peerage.timer.ExpirySink;

/**
 * Clears bans whose time is over, and has their peers told of to the keeper's {@link BanEndSink}.
 *
 * <p>Answers of {@link BanTable} don't wait for it: it gives room back, has peers reinstated, and shared prefixes freed.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(1) if nothing is over, else O(log bans) for each that is.
 * <b>Origin</b>: features G1.
 */
@OwnerThread
public final class BanSweep {
    private final BanLedger peers;
    private final BanLedger prefixes;
    private final ExpirySink peerOver;
    private final ExpirySink prefixOver;

    /** A sweep over what a keeper keeps. */
    public BanSweep(BanKeeper keeper) {
        this.peers = keeper.peerLedger();
        this.prefixes = keeper.prefixLedger();
        this.peerOver = (slot, deadline) -> keeper.peerOver(slot);
        this.prefixOver = (slot, deadline) -> keeper.prefixOver(slot);
    }

    /** Ends what is over, at most {@code limit} of each kind; how many. If it is less than the limit, nothing more is over. */
    public int sweep(long now, int limit) {
        return peers.advance(now, limit, peerOver) + prefixes.advance(now, limit, prefixOver);
    }

    /** A time before which nothing is over, not after {@code latest}. */
    public long nothingDueBefore(long latest) {
        return Deadlines.earlier(peers.nothingDueBefore(latest), prefixes.nothingDueBefore(latest));
    }
}
