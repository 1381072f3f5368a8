/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.concurrent.OwnerThread;
import io.peerage.config.DialConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.CandidateKind;
import io.peerage.model.DialReason;

/**
 * Decides whom to dial next; it commands nothing and changes nothing but the plan that it fills.
 *
 * <p>In this order, never more than may be under way at once:
 *
 * <ol>
 *   <li>persistent peers, beyond the target;
 *   <li>anchors; from here on at most what is missing of the outbound target;
 *   <li>peers of groups that have fewer connected peers than their minimum, the group first that lacks the largest share of
 *       it; of those looked at, which are all of small kinds, the peer that serves the most such groups;
 *   <li>tried and new peers, new ones with a chance that grows from 10 % without outbound connections to 90 % from eight;
 *   <li>one seed, if none of the above came up with anybody and no dial is under way either.
 * </ol>
 *
 * <p>Steps 2 to 4 take one peer a netgroup; whatever that leaves open is filled without regard to netgroups.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: independent of the number of candidates, no allocation. Random
 * candidates are tried first, {@value #TRIES} a pick. When they fail, candidates are gone through one by one: all of a kind
 * of up to 512, and 512 of a larger one, from where the plan before came to. So a plan looks at no more than 256 + 2 ×
 * {@value #TRIES} × picks + 3 × 512 of a kind; what it overlooks is found after as many plans as the kind has windows of
 * 512. A group's peer is chosen in O(candidates found for groups). With nothing missing and no persistent peer waiting, O(1).
 * <b>Origin</b>: features C4, D1 to D3, D5 to D7: CometBFT's bias and seeds, Bitcoin Core's netgroups, anchors and feelers.
 */
@OwnerThread
public final class DialPlanner {
    static final int TRIES = 16;

    private static final CandidateKind[] KINDS = CandidateKind.values();
    private static final int SAMPLES_A_PICK = 8;
    private static final int MOST_SAMPLES = 256;
    private static final int MOST_BIASED = 8;
    private static final int BIAS_STEP = 10;

    private final DialConfig config;
    private final KeyedRandom random;
    private final NetgroupRule netgroups;
    private final GroupDeficits groups;
    private final GroupHits hits = new GroupHits(MOST_SAMPLES + 3 * CandidateScan.WINDOW);
    private final CandidateScan[] scans = new CandidateScan[KINDS.length];
    private int left;

    /** A planner for a configuration whose targets are resolved; the hash must serve nothing else. */
    public DialPlanner(DialConfig config, KeyedRandom random, KeyedHash hash) {
        if (config.outboundTarget() < 0) {
            throw new IllegalArgumentException(
                    "outboundTarget is "
                            + config.outboundTarget()
                            + ", allowed here are 0 and more; pass config.resolved(limits)");
        }
        this.config = config;
        this.random = random;
        this.netgroups = new NetgroupRule(config.parallelDials(), hash);
        this.groups = new GroupDeficits(config);
        for (CandidateKind kind : KINDS) {
            scans[kind.ordinal()] = new CandidateScan(kind, random);
        }
    }

    /** The bytes of memory that the planner takes. */
    public long bytes() {
        return hits.bytes() + netgroups.bytes() + groups.bytes();
    }

    /** Decides whom to dial now. */
    public void plan(DialView view, DialPlan out) {
        left = begin(view, out);
        int missing = Math.max(0, config.outboundTarget() - view.outbound() - view.dialing());
        if (missing > 0) {
            groups.read(view, random);
        }
        netgroups.hold(false);
        takeInTurn(view, out, CandidateKind.PERSISTENT, DialReason.PERSISTENT);
        left = Math.min(left, missing);
        int open = left;
        fill(view, out);
        out.unfilled(missing - (open - left));
        out.needsAddresses(missing > 0 && view.known() < config.needAddressesBelow());
    }

    /** Decides whom to dial, one peer, to learn whether its address works and no more; nobody if all dials are taken. */
    public void planFeeler(DialView view, DialPlan out) {
        // The view knows only of its last draw at which address to visit it.
        left = Math.min(1, begin(view, out));
        netgroups.hold(false);
        for (int i = 0; left > 0 && i < TRIES; i++) {
            int drawn = view.drawFeeler();
            if (drawn < 0) {
                break;
            }
            takeIf(view, out, drawn, DialReason.FEELER);
        }
        if (left > 0) {
            takeAny(view, out, CandidateKind.NEW, DialReason.FEELER);
        }
    }

    private int begin(DialView view, DialPlan out) {
        out.clear();
        netgroups.clear();
        for (CandidateScan scan : scans) {
            scan.begin(view.candidates());
        }
        return Math.max(0, Math.min(config.parallelDials() - view.dialsUnderWay(), out.capacity()));
    }

    private void fill(DialView view, DialPlan out) {
        netgroups.hold(config.netgroupDiversity());
        takeInTurn(view, out, CandidateKind.ANCHOR, DialReason.ANCHOR);
        fillGroups(view, out);
        fillTarget(view, out);
        if (left > 0 && config.netgroupDiversity()) {
            netgroups.hold(false);
            takeInTurn(view, out, CandidateKind.ANCHOR, DialReason.ANCHOR);
            fillTarget(view, out);
        }
        if (left > 0 && out.size() == 0 && view.dialing() == 0 && isBookSeen()) {
            takeNext(view, out, scan(CandidateKind.SEED), DialReason.SEED);
        }
    }

    // A large book of which this plan saw only stale candidates is not exhausted yet.
    private boolean isBookSeen() {
        return scan(CandidateKind.ANCHOR).isWhole()
                && scan(CandidateKind.TRIED).isWhole()
                && scan(CandidateKind.NEW).isWhole();
    }

    private void fillGroups(DialView view, DialPlan out) {
        if (left == 0 || !groups.isAny()) {
            return;
        }
        hits.clear();
        // Those that their netgroup kept out so far.
        scan(CandidateKind.ANCHOR).rewind();
        gatherAll(view, out, CandidateKind.ANCHOR);
        sample(view, out);
        if (scan(CandidateKind.TRIED).isWhole() && scan(CandidateKind.NEW).isWhole()) {
            gatherAll(view, out, CandidateKind.TRIED);
            gatherAll(view, out, CandidateKind.NEW);
        }
        chooseHits(view, out);
        while (left > 0 && groups.isAny() && search(view, out)) {
            chooseHits(view, out);
        }
        netgroups.hold(false);
        chooseHits(view, out);
        netgroups.hold(config.netgroupDiversity());
    }

    private void sample(DialView view, DialPlan out) {
        int share = shareOfNew(view);
        for (int i = Math.min(MOST_SAMPLES, left * SAMPLES_A_PICK); i > 0; i--) {
            CandidateKind kind = draw(share);
            CandidateScan scan = scan(scan(kind).isEmpty() ? other(kind) : kind);
            if (!scan.isEmpty()) {
                gather(view, out, scan.any(view.candidates(), random));
            }
        }
    }

    private void gatherAll(DialView view, DialPlan out, CandidateKind kind) {
        CandidateScan scan = scan(kind);
        for (int peer; (peer = scan.next(view.candidates())) >= 0; ) {
            gather(view, out, peer);
        }
    }

    // Goes on to the next candidate that serves a group; false at the end of the windows.
    private boolean search(DialView view, DialPlan out) {
        CandidateKind first = draw(shareOfNew(view));
        return search(view, out, first) || search(view, out, other(first));
    }

    private boolean search(DialView view, DialPlan out, CandidateKind kind) {
        CandidateScan scan = scan(kind);
        for (int peer; (peer = scan.next(view.candidates())) >= 0; ) {
            if (gather(view, out, peer)) {
                return true;
            }
        }
        return false;
    }

    // Whether it serves a group and its netgroup doesn't keep it out for now.
    private boolean gather(DialView view, DialPlan out, int peer) {
        // Most candidates serve no group: the half in which none lacks anybody isn't worth a read.
        long low = groups.isAny(0) ? view.groups(peer, 0) : 0;
        long high = groups.isAny(1) ? view.groups(peer, 1) : 0;
        if (groups.covered(low, high) == 0 || !mayDial(view, out, peer)) {
            return false;
        }
        long netgroup = view.netgroup(peer);
        hits.add(peer, low, high, netgroup);
        return netgroups.allows(view, netgroup);
    }

    private void chooseHits(DialView view, DialPlan out) {
        long exceptLow = 0;
        long exceptHigh = 0;
        while (left > 0) {
            int group = groups.largest(exceptLow, exceptHigh);
            if (group == GroupDeficits.NONE) {
                return;
            }
            int hit = hits.best(group, groups, netgroups, view, out);
            if (hit != GroupHits.NONE) {
                take(view, out, hits.peer(hit), hits.netgroup(hit), DialReason.GROUP);
            } else if (group < 64) {
                exceptLow |= 1L << group;
            } else {
                exceptHigh |= 1L << group;
            }
        }
    }

    private void fillTarget(DialView view, DialPlan out) {
        scan(CandidateKind.TRIED).rewind();
        scan(CandidateKind.NEW).rewind();
        int share = shareOfNew(view);
        while (left > 0) {
            CandidateKind kind = draw(share);
            if (!takeAny(view, out, kind, DialReason.TARGET)) {
                // What a pass didn't find won't be there for the rest of this plan.
                CandidateKind last = other(kind);
                while (left > 0 && takeAny(view, out, last, DialReason.TARGET)) {}
                return;
            }
        }
    }

    private int shareOfNew(DialView view) {
        return Math.min(view.outbound(), MOST_BIASED) * BIAS_STEP + BIAS_STEP;
    }

    private CandidateKind draw(int percentNew) {
        return KeyedRandom.below(random.next(), 100) < percentNew
                ? CandidateKind.NEW
                : CandidateKind.TRIED;
    }

    private static CandidateKind other(CandidateKind kind) {
        return kind == CandidateKind.NEW ? CandidateKind.TRIED : CandidateKind.NEW;
    }

    private boolean takeAny(DialView view, DialPlan out, CandidateKind kind, DialReason reason) {
        CandidateScan scan = scan(kind);
        if (scan.isEmpty()) {
            return false;
        }
        for (int i = 0; i < TRIES; i++) {
            int drawn = view.draw(kind, scan.any(view.candidates(), random));
            if (takeIf(view, out, drawn, reason)) {
                return true;
            }
        }
        return takeNext(view, out, scan, reason);
    }

    private void takeInTurn(DialView view, DialPlan out, CandidateKind kind, DialReason reason) {
        CandidateScan scan = scan(kind);
        scan.rewind();
        while (left > 0 && takeNext(view, out, scan, reason)) {}
    }

    private boolean takeNext(DialView view, DialPlan out, CandidateScan scan, DialReason reason) {
        for (int peer; (peer = scan.next(view.candidates())) >= 0; ) {
            if (takeIf(view, out, peer, reason)) {
                return true;
            }
        }
        return false;
    }

    private boolean takeIf(DialView view, DialPlan out, int peer, DialReason reason) {
        if (!mayDial(view, out, peer)) {
            return false;
        }
        long netgroup = view.netgroup(peer);
        if (!netgroups.allows(view, netgroup)) {
            return false;
        }
        take(view, out, peer, netgroup, reason);
        return true;
    }

    private void take(DialView view, DialPlan out, int peer, long netgroup, DialReason reason) {
        out.add(peer, reason);
        netgroups.take(netgroup);
        left--;
        if (groups.isAny()) {
            groups.take(view.groups(peer, 0), view.groups(peer, 1));
        }
    }

    private boolean mayDial(DialView view, DialPlan out, int peer) {
        if (out.tells(peer)) {
            return false;
        }
        if (view.mayDial(peer)) {
            return true;
        }
        out.addStale(peer);
        return false;
    }

    private CandidateScan scan(CandidateKind kind) {
        return scans[kind.ordinal()];
    }
}
