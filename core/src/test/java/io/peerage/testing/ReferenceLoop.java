/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.config.DialConfig;
import io.peerage.model.CandidateKind;
import io.peerage.model.Counter;
import io.peerage.model.DialReason;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom the node dials by itself of those who were offered, looked through anew at each tick.
 *
 * <p>Of ticks at least an interval apart, so that each is a look; without trusted peers, limits of prefixes, groups to fill, netgroups to
 * spread over, feelers and churn. Among equals the manager may take whom it likes: it says whom it took, and that is judged. Guarded by its
 * manager.
 */
final class ReferenceLoop {
    /** Where a peer is, and what it was offered as. */
    private static final class Candidate {
        IpAddress address;
        boolean anchor;
        boolean seed;
    }

    private record Offer(long peer, IpAddress address, CandidateKind kind) {}

    private final ReferenceNode node;
    private final ReferenceAdmission admission;
    private final ReferenceLimits limits;
    private final ReferenceDials dials;
    private final ReferenceBans bans;
    private final DialConfig config;
    private final int room;
    private final List<Offer> offers = new ArrayList<>();
    private final Map<ReferencePeer, Candidate> candidates = new HashMap<>();
    private final Map<DialReason, Long> commanded = new EnumMap<>(DialReason.class);
    private boolean wasOutage;

    ReferenceLoop(
            ReferenceNode node,
            ReferenceAdmission admission,
            ReferenceLimits limits,
            ReferenceDials dials,
            ReferenceBans bans,
            int capacity) {
        this.node = node;
        this.admission = admission;
        this.limits = limits;
        this.dials = dials;
        this.bans = bans;
        this.config =
                node.config.dialing() == null
                        ? null
                        : node.config.dialing().resolved(node.config.limits());
        int places = 2;
        while (places < capacity) {
            places *= 2;
        }
        this.room = places;
    }

    int offer(long handle, IpAddress address, CandidateKind kind) {
        if (config == null) {
            return Result.DIALING_OFF.code();
        }
        if (node.known(handle) == null) {
            return Result.UNKNOWN_PEER.code();
        }
        if (offers.size() == room) {
            node.count(Counter.CANDIDATES_REFUSED);
            return Result.HAND_OFF_FULL.code();
        }
        offers.add(new Offer(handle, address, kind));
        return Result.DONE.code();
    }

    long commanded(DialReason reason) {
        return commanded.getOrDefault(reason, 0L);
    }

    /** The place of a peer goes to another. */
    void forget(ReferencePeer peer) {
        candidates.remove(peer);
    }

    /** One round, in which the manager dialed these; how many things were done. */
    int tick(List<ReferenceDial> dialed) {
        if (config == null) {
            return 0;
        }
        int done = takeOffers();
        boolean over = wasOutage && !dials.isOutage();
        wasOutage = dials.isOutage();
        // After an outage the next look comes at random within an interval, so at the next tick.
        List<DialReason> plan = over ? List.of() : plan();
        return done + (over ? 0 : ask()) + dial(plan, new ArrayList<>(dialed));
    }

    private int takeOffers() {
        for (Offer offer : offers) {
            ReferencePeer peer = node.known(offer.peer);
            if (peer == null) {
                node.count(Counter.CANDIDATES_STALE);
                continue;
            }
            bans.met(peer);
            Candidate candidate = candidates.computeIfAbsent(peer, key -> new Candidate());
            candidate.address = offer.address;
            candidate.anchor |= offer.kind == CandidateKind.ANCHOR;
            candidate.seed |= offer.kind == CandidateKind.SEED;
        }
        int taken = offers.size();
        offers.clear();
        return taken;
    }

    // Planning

    /** Connections and dials that take one of the node's outbound places and count for its target. */
    private int counted() {
        return Math.max(0, limits.direction(false) - ofPersistent(true) - ofPersistent(false));
    }

    /** What persistent peers take: connections that they were dialed for, or dials. */
    private int ofPersistent(boolean connections) {
        return (int)
                node.links.values().stream()
                        .filter(link -> !link.inbound && link.peer.has(PeerFlag.PERSISTENT))
                        .filter(link -> connections ? link.connects(link.peer) : link.isDial())
                        .count();
    }

    private int missing() {
        return Math.max(0, config.outboundTarget() - counted());
    }

    private boolean isLooking() {
        return !dials.isOutage() || limits.pending(false) == 0;
    }

    private int ask() {
        if (!isLooking() || missing() == 0 || candidates.size() >= config.needAddressesBelow()) {
            return 0;
        }
        node.count(Counter.ADDRESS_COMMANDS);
        return 1;
    }

    /** The reasons of the dials that are due, in their order: nobody is passed over for whom there is room. */
    private List<DialReason> plan() {
        List<DialReason> plan = new ArrayList<>();
        if (!isLooking()) {
            return plan;
        }
        int open = Math.max(0, config.parallelDials() - limits.pending(false));
        open -= take(plan, DialReason.PERSISTENT, open);
        open = Math.min(open, missing());
        open -= take(plan, DialReason.ANCHOR, open);
        open -= take(plan, DialReason.TARGET, open);
        int dialing = Math.min(counted(), limits.pending(false) - ofPersistent(false));
        if (plan.isEmpty() && dialing <= 0) {
            take(plan, DialReason.SEED, Math.min(1, open));
        }
        return dials.isOutage() ? plan.subList(0, Math.min(1, plan.size())) : plan;
    }

    private int take(List<DialReason> plan, DialReason reason, int most) {
        int taken = Math.min(most, eligible(reason).size());
        for (int i = 0; i < taken; i++) {
            plan.add(reason);
        }
        return taken;
    }

    private List<ReferencePeer> eligible(DialReason reason) {
        return node.peers.values().stream()
                .filter(peer -> !peer.retired && !node.isConnected(peer))
                .filter(admission::canDial)
                .filter(peer -> reason == reason(peer))
                .toList();
    }

    /** For what a peer would be dialed; null for one of whom nobody knows where it is. */
    private DialReason reason(ReferencePeer peer) {
        if (peer.has(PeerFlag.PERSISTENT)) {
            return DialReason.PERSISTENT;
        }
        Candidate known = candidates.get(peer);
        if (known == null) {
            return null;
        }
        if (known.anchor) {
            return DialReason.ANCHOR;
        }
        return known.seed ? DialReason.SEED : DialReason.TARGET;
    }

    // Dialing

    private int dial(List<DialReason> plan, List<ReferenceDial> dialed) {
        int done = 0;
        for (DialReason reason : plan) {
            if (dialed.isEmpty()) {
                refuse(reason);
                break;
            }
            judge(reason, dialed.remove(0));
            done++;
        }
        check(dialed.isEmpty(), "beside those of " + plan + " were dialed " + dialed);
        return done;
    }

    /** The node's own limits stood against it. */
    private void refuse(DialReason reason) {
        long peer = eligible(reason).get(0).handle;
        long ticket = admission.admitOutbound(peer, addressOf(node.known(peer)));
        check(ticket < 0, "somebody was to be dialed, and nobody was: " + reason);
    }

    private void judge(DialReason reason, ReferenceDial dial) {
        ReferencePeer peer = node.known(dial.peer());
        check(eligible(reason).contains(peer), "not to be dialed as " + reason + ": " + dial);
        check(dial.reason() == reason, "dialed for another reason than " + reason + ": " + dial);
        check(dial.address().equals(addressOf(peer)), "dialed elsewhere: " + dial);
        dial.ticket(admission.admitOutbound(dial.peer(), dial.address()));
        Candidate known = candidates.get(peer);
        if (known != null) {
            known.anchor = false;
        }
        commanded.merge(reason, 1L, Long::sum);
        node.count(Counter.DIAL_COMMANDS);
    }

    private IpAddress addressOf(ReferencePeer peer) {
        Candidate known = candidates.get(peer);
        return known == null ? IpAddress.NONE : known.address;
    }

    private static void check(boolean fact, String otherwise) {
        if (!fact) {
            throw new AssertionError(otherwise);
        }
    }
}
