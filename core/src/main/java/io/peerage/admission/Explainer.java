/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.ban.AddressGate;
import io.peerage.concurrent.AnyThread;
import io.peerage.connection.ConnectionWord;
import io.peerage.model.Explanation;
import io.peerage.model.Result;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import org.agrona.concurrent.NanoClock;

/**
 * Tells which limit would refuse an admission now, and how full it is.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free; allocates, so not for the hot path. <b>Consistency</b>: what
 * it says is true of some moment during the call, for each limit by itself; it reserves nothing. <b>Origin</b>: features
 * B12.
 */
@AnyThread
public final class Explainer {
    private final PeerTable peers;
    private final TotalLimits totals;
    private final PrefixLadder ladder;
    private final TrustRules trust;
    private final DialOutcomes dials;
    private final AddressGate gate;
    private final NanoClock clock;
    private final int perPeer;

    /** Explains admissions by these parts. */
    public Explainer(AdmissionParts parts) {
        this.peers = parts.peers();
        this.totals = parts.totals();
        this.ladder = parts.ladder();
        this.trust = parts.trust();
        this.dials = parts.dials();
        this.gate = parts.gate();
        this.clock = parts.clock();
        this.perPeer = parts.config().limits().perPeer();
    }

    /** What would refuse an inbound handshake from this address. */
    public Explanation inbound(long hi, long lo) {
        boolean trusted = trust.isTrustedNetwork(hi, lo);
        int barred = gate.wouldRefuseInbound(hi, lo, trusted, clock.nanoTime());
        return barred < 0 ? barred(barred) : places(true, hi, lo, trusted);
    }

    /** What would refuse a dial to this peer at this address: asked in the order in which admission asks. */
    public Explanation outbound(long peer, long hi, long lo) {
        long word = peers.known(peer);
        boolean trusted = word >= 0 && trust.isTrusted(word) || trust.isTrustedNetwork(hi, lo);
        long held = trusted && totals.hasTrustedPlace() ? ConnectionWord.HOLDS_TRUSTED : 0;
        int most = trust.mostConnections(word, held, perPeer);
        Explanation hopeless = ofPeer(peer, word, true, trusted ? PeerWord.MOST_CONNECTIONS : most);
        if (hopeless.result().isRefusal()) {
            return hopeless;
        }
        int barred = gate.outbound(hi, lo, clock.nanoTime());
        if (barred < 0) {
            return barred(barred);
        }
        Explanation ofNode = places(false, hi, lo, trusted);
        return ofNode.result().isRefusal() ? ofNode : ofPeer(peer, word, true, most);
    }

    /** What would refuse an inbound connection that shows this peer. */
    public Explanation peer(long peer) {
        long word = peers.known(peer);
        return ofPeer(peer, word, false, trust.mostConnections(word, 0, perPeer));
    }

    private Explanation ofPeer(long peer, long word, boolean dial, int most) {
        if (word < 0) {
            return new Explanation(Result.UNKNOWN_PEER, "the handle is stale", 0, 0);
        }
        long next = dial ? PeerWord.beginDial(word, most) : PeerWord.openInbound(word, most);
        int backOff = dial && next >= 0 ? dials.refusal(peers.handles().index(peer), word) : 0;
        if (next >= 0 && backOff == 0) {
            return Explanation.admitted();
        }
        Result refusal = Result.ofRefusal(next < 0 ? next : backOff);
        return switch (refusal) {
            case PEER_LIMIT ->
                    new Explanation(
                            refusal,
                            "connections of the peer, a dial under way included",
                            PeerWord.connections(word) + (PeerWord.isDialing(word) ? 1 : 0),
                            most);
            case ALREADY_DIALING -> new Explanation(refusal, "dials to the peer", 1, 1);
            case BANNED -> new Explanation(refusal, "the peer is banned", 0, 0);
            case SELF -> new Explanation(refusal, "the peer is this node", 0, 0);
            default ->
                    new Explanation(
                            refusal,
                            "failed dials in a row",
                            dials.table().failures(peers.handles().index(peer)),
                            0);
        };
    }

    private static Explanation barred(int code) {
        Result refusal = Result.ofRefusal(code);
        return switch (refusal) {
            case ADDRESS_DENIED ->
                    new Explanation(refusal, "the address is on the deny list", 0, 0);
            case PREFIX_BANNED ->
                    new Explanation(refusal, "a network prefix of the address is banned", 0, 0);
            default ->
                    new Explanation(
                            refusal, "attempts that the address's network prefix has left", 0, 0);
        };
    }

    private Explanation places(boolean inbound, long hi, long lo, boolean trusted) {
        Explanation ofNode = totals.explain(inbound, trusted);
        if (ofNode.result().isRefusal()) {
            return ofNode;
        }
        boolean pastPrefixes = trusted && totals.hasTrustedPlace() && trust.bypassesPrefixes();
        return pastPrefixes ? Explanation.admitted() : ladder.explain(hi, lo);
    }
}
