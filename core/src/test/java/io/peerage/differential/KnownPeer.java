/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

import io.peerage.model.PeerFlag;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** What {@link ReferenceKeeper} knows of a peer. Guarded by it. */
final class KnownPeer {
    final long handle;
    final int id;
    final Set<PeerFlag> flags = EnumSet.noneOf(PeerFlag.class);
    final Set<Integer> groups = new HashSet<>();
    boolean retired;

    /** Whether the owner is to look at it. */
    boolean dirty;

    /** Whether it has risen, and fallen, since the owner looked. */
    boolean rose;

    boolean fell;

    /** Until when it isn't dialed, for its score. */
    Integer leftAlone;

    KnownPeer(long handle, int id) {
        this.handle = handle;
        this.id = id;
    }

    boolean has(PeerFlag flag) {
        return flags.contains(flag);
    }

    /** Sets or clears a flag, which the owner looks at if it was another. */
    void flag(PeerFlag flag, boolean on) {
        dirty |= on ? flags.add(flag) : flags.remove(flag);
    }
}
