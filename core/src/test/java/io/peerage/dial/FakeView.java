/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.model.CandidateKind;
import java.util.HashMap;
import java.util.Map;

/** A made-up node, in plain arrays: whatever a test says is the truth. One thread. */
final class FakeView implements DialView {
    final CandidateSet candidates;
    final boolean[] may;
    final long[] netgroups;
    final long[] low;
    final long[] high;
    final Map<Long, Integer> used = new HashMap<>();
    final int[] inGroup = new int[128];
    int outbound;
    int dialing;
    int underWay;
    int known;

    /** How often a candidate was looked at, so that a test can tell what a plan cost. */
    int asked;

    /** How often it was asked whether a netgroup is used. */
    int askedOfNetgroups;

    /** Whom a feeler should visit, one a draw; nobody at the end. */
    int[] feelers = {};

    int feelersDrawn;

    FakeView(int peers) {
        candidates = new CandidateSet(peers);
        may = new boolean[peers];
        netgroups = new long[peers];
        low = new long[peers];
        high = new long[peers];
        known = peers;
    }

    /** A candidate that may be dialed, without address and groups. */
    FakeView add(int peer, CandidateKind kind) {
        candidates.add(peer, kind);
        may[peer] = true;
        return this;
    }

    FakeView join(int peer, int group) {
        if (group < 64) {
            low[peer] |= 1L << group;
        } else {
            high[peer] |= 1L << group;
        }
        return this;
    }

    boolean isIn(int peer, int group) {
        return ((group < 64 ? low[peer] : high[peer]) >>> group & 1) != 0;
    }

    @Override
    public int outbound() {
        return outbound;
    }

    @Override
    public int dialing() {
        return dialing;
    }

    @Override
    public int dialsUnderWay() {
        return underWay;
    }

    @Override
    public int known() {
        return known;
    }

    @Override
    public int connectedIn(int group) {
        return inGroup[group];
    }

    @Override
    public CandidateSet candidates() {
        return candidates;
    }

    @Override
    public int drawFeeler() {
        return feelersDrawn < feelers.length ? feelers[feelersDrawn++] : -1;
    }

    @Override
    public boolean mayDial(int peer) {
        asked++;
        return may[peer];
    }

    @Override
    public long netgroup(int peer) {
        return netgroups[peer];
    }

    @Override
    public boolean isNetgroupUsed(long netgroup) {
        askedOfNetgroups++;
        return used.getOrDefault(netgroup, 0) > 0;
    }

    @Override
    public long groups(int peer, int half) {
        asked++;
        return half == 0 ? low[peer] : high[peer];
    }
}
