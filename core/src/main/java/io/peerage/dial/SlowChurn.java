/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.admission.AdmissionParts;
import io.peerage.concurrent.OwnerThread;
import io.peerage.config.DialTimes;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.CloseReason;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.PeerFlag;
import io.peerage.peer.PeerWord;
import io.peerage.time.Deadlines;

/**
 * Lets a random outbound peer go from time to time while none is missing, so that the node keeps meeting others.
 *
 * <p>Protected, persistent and trusted peers stay. <b>Threading</b>: owner thread. <b>Complexity</b>: O(connected peers passed
 * over), no allocation. <b>Origin</b>: features D8 (go-ethereum).
 */
@OwnerThread
final class SlowChurn {
    private final AdmissionParts parts;
    private final IssuedDials dials;
    private final DialCommands commands;
    private final KeyedRandom random;
    private final DialTimes times;
    private long next;

    SlowChurn(
            DialTimes times,
            AdmissionParts parts,
            IssuedDials dials,
            DialCommands commands,
            KeyedRandom random,
            long now) {
        this.times = times;
        this.parts = parts;
        this.dials = dials;
        this.commands = commands;
        this.random = random;
        this.next = Deadlines.after(now, drawn());
    }

    private long drawn() {
        long span = times.churnMostNanos() - times.churnLeastNanos() + 1;
        return times.churnLeastNanos() + KeyedRandom.below(random.next(), span);
    }

    /** Whether it is time to let one go; if so, the time of the next is drawn. */
    boolean isDue(long now) {
        if (times.churnMostNanos() == 0 || !Deadlines.isDue(next, now)) {
            return false;
        }
        next = Deadlines.after(now, drawn());
        return true;
    }

    /** Lets one peer go; what was done. */
    int letGo() {
        int start = (int) KeyedRandom.below(random.next(), parts.peers().capacity());
        long handle = parts.peers().handles().handle(start, 0);
        long peer = parts.states().next(handle, ConnectedFilter.OUTBOUND, -1);
        boolean wrapped = false;
        for (; ; ) {
            if (peer == 0) {
                if (wrapped) {
                    return 0;
                }
                wrapped = true;
                peer = parts.states().first(ConnectedFilter.OUTBOUND, -1);
                continue;
            }
            int index = parts.peers().handles().index(peer);
            long connection = parts.peers().columns().newestDial(index);
            if (mayGo(parts.states().word(index)) && connection != 0 && dials.isOpen(connection)) {
                commands.close(connection, CloseReason.CHURN);
                return 1;
            }
            if (wrapped && index == start) {
                return 0;
            }
            peer = parts.states().next(peer, ConnectedFilter.OUTBOUND, -1);
        }
    }

    private static boolean mayGo(long word) {
        return !PeerWord.has(word, PeerFlag.PROTECTED)
                && !PeerWord.has(word, PeerFlag.PERSISTENT)
                && !PeerWord.has(word, PeerFlag.TRUSTED);
    }
}
