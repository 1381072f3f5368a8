/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.concurrent.OwnerThread;
import io.peerage.config.DialTimes;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.CloseReason;
import io.peerage.time.Deadlines;

/**
 * The one connection at a time that is made to learn whether a new address works, and closed again.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(1), no allocation. <b>Units</b>: nanoseconds; the waits between
 * feelers are exponential, at most twenty times their mean. <b>Origin</b>: features D6 (Bitcoin Core).
 */
@OwnerThread
final class Feeler {
    private static final double MOST_MEANS = 20;
    private static final double UNIT = 0x1p-53;

    private final IssuedDials dials;
    private final DialCommands commands;
    private final KeyedRandom random;
    private final long meanNanos;
    private long next;
    private long ticket;
    private int peer;
    private boolean closing;

    Feeler(
            DialTimes times,
            IssuedDials dials,
            DialCommands commands,
            KeyedRandom random,
            long now) {
        this.dials = dials;
        this.commands = commands;
        this.random = random;
        this.meanNanos = times.feelerNanos();
        this.next = Deadlines.after(now, drawn());
    }

    private long drawn() {
        // Never 0, whose logarithm is infinite.
        double even = ((random.next() >>> 11) + 1) * UNIT;
        return (long) (meanNanos * Math.min(MOST_MEANS, -StrictMath.log(even)));
    }

    /** Whether it is time for another one; if so, the time after that is drawn. */
    boolean isDue(long now) {
        if (meanNanos == 0 || isOut() || !Deadlines.isDue(next, now)) {
            return false;
        }
        next = Deadlines.after(now, drawn());
        return true;
    }

    void started(int dialed, long dial) {
        peer = dialed;
        ticket = dial;
        closing = false;
    }

    /** Whether there is a feeler, dialing or connected. */
    private boolean isOut() {
        return ticket != 0 && (dials.isUnderWay(ticket) || dials.isOpen(ticket));
    }

    /** The ticket of the feeler, or the connection that it became; 0 if there is none. */
    long out() {
        return isOut() ? ticket : 0;
    }

    /** The peer of the last feeler. */
    int peer() {
        return peer;
    }

    /** Closes a feeler that has reached its peer; what was done. */
    int closeIfOpen() {
        if (ticket == 0 || closing || !dials.isOpen(ticket)) {
            return 0;
        }
        closing = true;
        commands.close(ticket, CloseReason.FEELER);
        return 1;
    }
}
