/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.flight;

import io.peerage.admission.AdmissionParts;
import io.peerage.concurrent.OwnerThread;
import io.peerage.model.BanReason;
import io.peerage.model.CloseReason;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;

/**
 * Hears of all that the owner does. An interface, so that nothing of Flight Recorder is loaded where it is missing.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(1), but {@link #tickEnds}, which is O(reasons) at most once a
 * second; no allocation while nobody records. <b>Origin</b>: features L1.
 */
@OwnerThread
public interface FlightLog {
    /** The log of a manager: to Flight Recorder, where the JVM has it. */
    static FlightLog of(AdmissionParts parts) {
        return ModuleLayer.boot().findModule("jdk.jfr").isPresent()
                ? new FlightRecorderLog(parts)
                : new NoFlightLog();
    }

    /** The peer was told connected. */
    void connected(long peer, int flaps);

    /** The peer was told disconnected. */
    void disconnected(long peer, int flaps);

    /** A dial was commanded. */
    void dialed(long peer, long ipHi, long ipLo, DialReason reason);

    /** The close of a connection was commanded. */
    void closeCommanded(long connection, CloseReason reason);

    /** A connection whose close was commanded was taken for closed. */
    void closeForced(long connection, CloseReason reason);

    /** A ticket was reclaimed. */
    void ticketExpired(Direction direction);

    /** Somebody was banned. */
    void banned(long peer, long ipHi, long ipLo, BanReason reason, long now);

    /** A prefix was banned. */
    void prefixBanned(long ipHi, long ipLo, int bits, BanReason reason);

    /** A selection of connections to prune begins. */
    void pruneBegins();

    /** It has ended: of these candidates so many were wanted, and so many commanded to close. */
    void pruneEnds(CloseReason reason, int candidates, int wanted, int closed);

    /** A tick begins. */
    void tickBegins();

    /** It ends, with this many things done. */
    void tickEnds(int done, long now);
}
