/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.flight;

import io.peerage.concurrent.OwnerThread;
import io.peerage.model.BanReason;
import io.peerage.model.CloseReason;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;

/** The log of a JVM without Flight Recorder: none. Owner thread only. */
@OwnerThread
final class NoFlightLog implements FlightLog {
    @Override
    public void connected(long peer, int flaps) {}

    @Override
    public void disconnected(long peer, int flaps) {}

    @Override
    public void dialed(long peer, long ipHi, long ipLo, DialReason reason) {}

    @Override
    public void closeCommanded(long connection, CloseReason reason) {}

    @Override
    public void closeForced(long connection, CloseReason reason) {}

    @Override
    public void ticketExpired(Direction direction) {}

    @Override
    public void banned(long peer, long ipHi, long ipLo, BanReason reason, long now) {}

    @Override
    public void prefixBanned(long ipHi, long ipLo, int bits, BanReason reason) {}

    @Override
    public void pruneBegins() {}

    @Override
    public void pruneEnds(CloseReason reason, int candidates, int wanted, int closed) {}

    @Override
    public void tickBegins() {}

    @Override
    public void tickEnds(int done, long now) {}
}
