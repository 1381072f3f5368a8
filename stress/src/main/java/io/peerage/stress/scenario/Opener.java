/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

import io.peerage.stress.oracle.Caller;
import io.peerage.stress.population.Random64;

/**
 * Opens connections as they come: most are inbound and succeed, some handshakes fail, a few are forgotten.
 *
 * <p>Forgotten tickets hold places that the books no longer show, so they are rationed: only every eighth lease brings some,
 * for a quarter of the pending places at most. In between, the books show all that is held, and an excess of one is seen.
 *
 * <p><b>Threading</b>: one producer. <b>Complexity</b>: O(1), no allocation.
 */
final class Opener {
    private static final int OUTBOUND = 26_000;
    private static final int FAILED = 2_600;
    private static final int RATION = 4;
    private static final int LEASES_A_ROUND = 8;

    private final Stage stage;
    private final Caller caller;
    private final Sessions sessions;
    private final Random64 random;
    private final long lease;
    private final long forgetEvery;
    private long nextForget;

    Opener(Stage stage, Sessions sessions, Random64 random) {
        this.stage = stage;
        this.caller = stage.caller();
        this.sessions = sessions;
        this.random = random;
        long places = Math.max(1, stage.limits().pendingOutbound());
        this.lease = stage.limits().lease().toNanos();
        this.forgetEvery = lease * RATION * stage.producers() / places;
        this.nextForget = stage.clock().nanoTime();
    }

    /** Somebody comes, or is dialed: the session's number, or {@link Sessions#NONE}. */
    int arrive(int peer) {
        return arrive(peer, stage.peers().address(peer));
    }

    /** Somebody comes from this address, or is dialed there. */
    int arrive(int peer, int address) {
        boolean inward = !random.chance(OUTBOUND);
        return sessions.isFull() ? Sessions.NONE : arrive(peer, address, inward);
    }

    private int arrive(int peer, int address, boolean inward) {
        long ticket = inward ? caller.admitInbound(address) : caller.admitOutbound(peer, address);
        if (ticket < 0) {
            return Sessions.NONE;
        }
        if (random.chance(FAILED)) {
            fail(ticket, inward, peer);
            return Sessions.NONE;
        }
        return establish(ticket, peer, address, inward);
    }

    /** Establishes a held ticket: the session's number, or {@link Sessions#NONE}. */
    int establish(long ticket, int peer, int address, boolean inward) {
        boolean open =
                inward
                        ? caller.establishInbound(ticket, peer, address)
                        : caller.establishOutbound(ticket, peer, address);
        return open ? sessions.add(ticket, peer, address, inward) : Sessions.NONE;
    }

    private void fail(long ticket, boolean inward, int peer) {
        long now = stage.clock().nanoTime();
        if (now - nextForget >= 0 && now / lease % LEASES_A_ROUND == 0) {
            nextForget = now + forgetEvery;
            caller.forget(inward, peer);
        } else {
            caller.abandon(ticket, inward, peer);
        }
    }
}
