/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.event.LifecycleListener;
import io.peerage.model.PeerFlag;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** What {@link ReferenceManager} knows of a peer. Guarded by its manager. */
final class ReferencePeer {
    static final int MOST_RISES = 255;

    final long handle;
    final byte[] id;
    final Set<PeerFlag> flags = EnumSet.noneOf(PeerFlag.class);
    final Set<Integer> groups = new HashSet<>();
    boolean self;
    boolean retired;
    boolean dirty;
    boolean told;
    boolean discouraged;
    int tag;
    int rises;
    ReferenceLink newestDial;
    Long lastEdge;
    final ReferenceBackOff backOff = new ReferenceBackOff();

    ReferencePeer(long handle, byte[] id) {
        this.handle = handle;
        this.id = id;
    }

    boolean has(PeerFlag flag) {
        return flags.contains(flag);
    }

    void flag(PeerFlag flag, boolean on) {
        dirty |= on ? flags.add(flag) : flags.remove(flag);
    }

    /** Notes a rise from no connection to the first; false if it is beyond what can be told. */
    boolean rose(long admitted) {
        edge(admitted);
        dirty = true;
        rises++;
        if (rises > MOST_RISES) {
            rises = MOST_RISES;
            return false;
        }
        return true;
    }

    private void edge(long at) {
        if (lastEdge == null || at - lastEdge > 0) {
            lastEdge = at;
        }
    }

    boolean awaitsFall(boolean connected) {
        return !connected && (told || rises > 0);
    }

    boolean hasSmallerIdThan(byte[] other) {
        return Arrays.compareUnsigned(id, other) < 0;
    }

    /** Tells the shortest alternation from what the listener was told last to the truth; all other rises are flaps. */
    void tell(boolean connected, long now, LifecycleListener listener) {
        if (awaitsFall(connected)) {
            edge(now);
        }
        boolean before = told;
        int risesNow = rises;
        rises = 0;
        dirty = false;
        told = connected;
        if (before && connected && risesNow == 0) {
            return;
        }
        if (before) {
            listener.onDisconnected(handle, connected ? 0 : risesNow);
            if (connected) {
                listener.onConnected(handle, risesNow - 1);
            }
        } else if (risesNow > 0) {
            listener.onConnected(handle, risesNow - 1);
            if (!connected) {
                listener.onDisconnected(handle, 0);
            }
        }
    }
}
