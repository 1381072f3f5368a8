/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.AdmissionControl;
import io.peerage.admission.AdmissionParts;
import io.peerage.dial.DialLoop;
import io.peerage.journal.Bytes;
import io.peerage.journal.Recorder;
import io.peerage.model.CandidateKind;
import io.peerage.model.DialOutcome;
import org.jspecify.annotations.Nullable;

/** Dialing that is recorded. */
final class RecordedDialing extends Dialing {
    private final Recorder recorder;

    RecordedDialing(
            AdmissionParts parts,
            AdmissionControl admission,
            @Nullable DialLoop loop,
            Recorder recorder) {
        super(parts, admission, loop);
        this.recorder = recorder;
    }

    @Override
    public int offer(long peer, long ipHi, long ipLo, CandidateKind kind) {
        return (int)
                recorder.call(
                        "dialing.offer",
                        () -> super.offer(peer, ipHi, ipLo, kind),
                        peer,
                        ipHi,
                        ipLo,
                        kind);
    }

    @Override
    public int offer(long peer, byte[] ip) {
        return (int)
                recorder.call("dialing.offer", () -> super.offer(peer, ip), peer, Bytes.of(ip));
    }

    @Override
    public int failed(long ticket, DialOutcome outcome) {
        return (int)
                recorder.call(
                        "dialing.failed", () -> super.failed(ticket, outcome), ticket, outcome);
    }

    @Override
    public int forgive(long peer) {
        return (int) recorder.call("dialing.forgive", () -> super.forgive(peer), peer);
    }

    @Override
    public int learnSelf(long peer) {
        return (int) recorder.call("dialing.learnSelf", () -> super.learnSelf(peer), peer);
    }
}
