/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.journal.Recorder;
import io.peerage.peer.PeerTable;

/** Groups that are recorded. */
final class RecordedGroups extends PeerGroups {
    private final Recorder recorder;

    RecordedGroups(PeerTable peers, Recorder recorder) {
        super(peers);
        this.recorder = recorder;
    }

    @Override
    public int set(long peer, int group, boolean member) {
        return (int)
                recorder.call(
                        "groups.set", () -> super.set(peer, group, member), peer, group, member);
    }
}
