/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.AdmissionParts;
import io.peerage.journal.Recorder;
import io.peerage.model.Direction;

/** Facts that are recorded. */
final class RecordedFacts extends Facts {
    private final Recorder recorder;

    RecordedFacts(AdmissionParts parts, Recorder recorder) {
        super(parts);
        this.recorder = recorder;
    }

    @Override
    public int protocol(long connection, int protocol, boolean speaks) {
        return (int)
                recorder.call(
                        "facts.protocol",
                        () -> super.protocol(connection, protocol, speaks),
                        connection,
                        protocol,
                        speaks);
    }

    @Override
    public int streamOpened(long connection, int protocol, Direction direction) {
        return (int)
                recorder.call(
                        "facts.streamOpened",
                        () -> super.streamOpened(connection, protocol, direction),
                        connection,
                        protocol,
                        direction);
    }

    @Override
    public int streamClosed(long connection, int protocol, Direction direction) {
        return (int)
                recorder.call(
                        "facts.streamClosed",
                        () -> super.streamClosed(connection, protocol, direction),
                        connection,
                        protocol,
                        direction);
    }

    @Override
    public int agent(long connection, String agent) {
        return (int)
                recorder.call(
                        "facts.agent", () -> super.agent(connection, agent), connection, agent);
    }

    @Override
    public int ping(long connection, long nanos) {
        return (int)
                recorder.call("facts.ping", () -> super.ping(connection, nanos), connection, nanos);
    }

    @Override
    public int usefulMessage(long connection) {
        return (int)
                recorder.call(
                        "facts.usefulMessage", () -> super.usefulMessage(connection), connection);
    }

    @Override
    public int usefulBlock(long connection) {
        return (int)
                recorder.call("facts.usefulBlock", () -> super.usefulBlock(connection), connection);
    }
}
