/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.journal.Recorder;
import io.peerage.model.PeerAction;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import org.agrona.concurrent.NanoClock;

/** A reputation that is recorded. */
final class RecordedReputation extends Reputation {
    private final Recorder recorder;

    RecordedReputation(
            PeerTable peers,
            PeerStates states,
            ReputationParts parts,
            NanoClock clock,
            Recorder recorder) {
        super(peers, states, parts, clock);
        this.recorder = recorder;
    }

    @Override
    public int record(long peer, PeerAction action) {
        return (int)
                recorder.call("reputation.record", () -> super.record(peer, action), peer, action);
    }

    @Override
    public int add(long peer, int thousandths) {
        return (int)
                recorder.call(
                        "reputation.add", () -> super.add(peer, thousandths), peer, thousandths);
    }

    @Override
    public int external(long peer, double score) {
        return (int)
                recorder.call(
                        "reputation.external", () -> super.external(peer, score), peer, score);
    }

    @Override
    public int tag(long peer, int kind, int amount) {
        return (int)
                recorder.call(
                        "reputation.tag", () -> super.tag(peer, kind, amount), peer, kind, amount);
    }

    @Override
    public int putTag(long peer, int kind, int value) {
        return (int)
                recorder.call(
                        "reputation.putTag",
                        () -> super.putTag(peer, kind, value),
                        peer,
                        kind,
                        value);
    }

    @Override
    public int protect(long peer, int protection, boolean on) {
        return (int)
                recorder.call(
                        "reputation.protect",
                        () -> super.protect(peer, protection, on),
                        peer,
                        protection,
                        on);
    }
}
