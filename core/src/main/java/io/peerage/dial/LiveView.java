/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.admission.AdmissionParts;
import io.peerage.concurrent.OwnerThread;
import io.peerage.config.DialConfig;
import io.peerage.model.CandidateKind;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.PeerFlag;
import io.peerage.peer.PeerWord;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The node as the planner sees it.
 *
 * <p>Places of a direction that are taken are read in one go, dials under way among them: a dial that becomes a connection
 * meanwhile is counted once. Connections of persistent peers and the feeler are subtracted after that, so that one which
 * ends in between makes the node look fuller, never emptier: a target is not overshot.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(1) an answer, after O(persistent peers) a refresh; the first answer
 * about groups O(connected peers). No allocation.
 */
@OwnerThread
final class LiveView implements DialView {
    private static final int PICKS = 4;

    private final AdmissionParts parts;
    private final CandidateBook book;
    private final IssuedDials issued;
    private final @Nullable AddressSource source;
    private final int[] inGroup = new int[DialConfig.GROUPS];
    private final int perPeer;
    private boolean groupsRead;
    private int outbound;
    private int dialing;
    private int underWay;
    private long now;

    LiveView(
            AdmissionParts parts,
            CandidateBook book,
            IssuedDials issued,
            @Nullable AddressSource source) {
        this.parts = parts;
        this.book = book;
        this.issued = issued;
        this.source = source;
        this.perPeer = parts.config().limits().perPeer();
    }

    /** Reads what the answers until the next call are about; the feeler is a connection or dial to a peer, or 0 for none. */
    void refresh(long at, long feeler, int feelersPeer) {
        now = at;
        groupsRead = false;
        issued.dropEnded();
        int pending = parts.totals().pending(false);
        int taken = parts.totals().taken(false);
        underWay = pending + issued.beyondLimit();
        int apart = 0;
        int apartDialing = 0;
        if (feeler != 0 && issued.holdsPlace(feeler) && !book.isListed(feelersPeer)) {
            apart = 1;
            apartDialing = issued.isUnderWay(feeler) ? 1 : 0;
        }
        for (int i = 0; i < book.persistentSize(); i++) {
            int peer = book.persistentAt(i);
            long word = parts.states().word(peer);
            int dials = PeerWord.isDialing(word) ? 1 : 0;
            int places = PeerWord.outbound(word) + dials;
            if (places > 0 && holdsPlaces(peer, word)) {
                apart += places;
                apartDialing += dials;
            }
        }
        int counted = Math.max(0, taken - apart);
        dialing = Math.min(counted, Math.max(0, pending - apartDialing));
        outbound = counted - dialing;
    }

    // What trusted connections take is no place of the node's: to subtract it would make room for
    // others.
    private boolean holdsPlaces(int peer, long word) {
        long newest = parts.peers().columns().newestDial(peer);
        return newest != 0 && (issued.isUnderWay(newest) || issued.isOpen(newest))
                ? issued.holdsPlace(newest)
                : !PeerWord.has(word, PeerFlag.TRUSTED);
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
        return book.known();
    }

    @Override
    public int connectedIn(int group) {
        if (!groupsRead) {
            readGroups();
        }
        return inGroup[group];
    }

    private void readGroups() {
        groupsRead = true;
        Arrays.fill(inGroup, 0);
        for (long peer = parts.states().first(ConnectedFilter.ALL, -1);
                peer != 0;
                peer = parts.states().next(peer, ConnectedFilter.ALL, -1)) {
            int index = parts.peers().handles().index(peer);
            count(groups(index, 0), 0);
            count(groups(index, 1), 64);
        }
        for (int i = 0; i < issued.size(); i++) {
            int peer = issued.peer(i);
            if (!PeerWord.isConnected(parts.states().word(peer))) {
                count(groups(peer, 0), 0);
                count(groups(peer, 1), 64);
            }
        }
    }

    private void count(long groups, int first) {
        for (long rest = groups; rest != 0; rest &= rest - 1) {
            inGroup[first + Long.numberOfTrailingZeros(rest)]++;
        }
    }

    @Override
    public CandidateSet candidates() {
        return book.candidates();
    }

    // Even draws among those of the address book would give whoever fills it his share of them.
    @Override
    public int draw(CandidateKind kind, int evenly) {
        if (source == null || !book.isFed(evenly)) {
            return evenly;
        }
        for (int i = 0; i < PICKS; i++) {
            int picked = source.pick(kind);
            if (picked < 0) {
                return evenly;
            }
            if (book.candidates().kindOf(picked) == kind) {
                return picked;
            }
        }
        return evenly;
    }

    @Override
    public int drawFeeler() {
        return source == null ? -1 : source.pickFeeler();
    }

    @Override
    public boolean mayDial(int peer) {
        long word = parts.states().word(peer);
        return PeerWord.isKnown(word)
                && !PeerWord.isConnected(word)
                && PeerWord.beginDial(word, perPeer) >= 0
                && !parts.discouraged().contains(peer)
                && parts.dials().refusal(peer, word, now) == 0;
    }

    @Override
    public long netgroup(int peer) {
        return book.netgroup(peer);
    }

    @Override
    public boolean isNetgroupUsed(long netgroup) {
        return book.netgroups().isUsed(netgroup);
    }

    @Override
    public long groups(int peer, int half) {
        long word = parts.states().word(peer);
        return parts.peers().groups().groups(peer, PeerWord.generation(word), half);
    }
}
