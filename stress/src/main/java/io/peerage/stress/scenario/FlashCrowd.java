/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

import io.peerage.stress.oracle.Caller;
import io.peerage.stress.population.Random64;

/**
 * Everybody arrives at once, at three times the limits, then all leave; again and again.
 *
 * <p>Handshakes overlap: a batch of tickets is taken before the first is established, so that pending limits bite too.
 *
 * <p><b>Threading</b>: one producer. <b>Complexity</b>: O(1) an event.
 */
final class FlashCrowd implements Scenario {
    private static final int RUSH = 3;
    private static final int BATCH = 64;
    private static final int LEAVING = 32;

    private final Stage stage;
    private final Caller caller;
    private final Sessions sessions;
    private final Pile inside;
    private final Arrivals arrivals;
    private final Opener opener;
    private final long[] tickets;
    private final int[] who;
    private int arrived;
    private boolean leaving;

    FlashCrowd(Stage stage) {
        this.stage = stage;
        this.caller = stage.caller();
        Random64 random = Random64.of(stage.seed(), 0xf1a5);
        this.sessions = new Sessions(caller, stage.sessions());
        this.inside = new Pile(sessions);
        this.arrivals = new Arrivals(stage.peers(), caller, random);
        this.opener = new Opener(stage, sessions, random);
        // One producer alone must be able to run into the pending limit.
        int batch = Math.min(BATCH * 16, stage.limits().pendingInbound() + 8);
        this.tickets = new long[batch];
        this.who = new int[batch];
    }

    @Override
    public void step() {
        if (leaving) {
            for (int i = 0; i < LEAVING && leaving; i++) {
                leaving = inside.closeOne();
            }
        } else if (arrived < RUSH * stage.quota()) {
            arrive(arrived / BATCH % 16 == 0 ? tickets.length : Math.min(BATCH, tickets.length));
            int session = opener.arrive(arrivals.next());
            if (session != Sessions.NONE) {
                inside.push(session);
            }
        } else {
            arrived = 0;
            leaving = true;
        }
    }

    private void arrive(int batch) {
        arrived += batch;
        int admitted = 0;
        for (int i = 0; i < batch; i++) {
            int peer = arrivals.next();
            long ticket = caller.admitInbound(stage.peers().address(peer));
            if (ticket > 0) {
                tickets[admitted] = ticket;
                who[admitted++] = peer;
            }
        }
        for (int i = 0; i < admitted; i++) {
            finishHandshake(tickets[i], who[i]);
        }
    }

    private void finishHandshake(long ticket, int peer) {
        if (sessions.isFull()) {
            caller.abandon(ticket, true, peer);
            return;
        }
        int session = opener.establish(ticket, peer, stage.peers().address(peer), true);
        if (session != Sessions.NONE) {
            inside.push(session);
        }
    }

    @Override
    public void finish() {
        inside.clear();
    }
}
