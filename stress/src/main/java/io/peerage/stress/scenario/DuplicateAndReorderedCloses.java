/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

import io.peerage.stress.oracle.Caller;
import io.peerage.stress.population.Random64;

/**
 * Every order in which closes should not come: before and while their connection is established on another thread, twice,
 * three times, after an abandon, long after the connection's place went to another.
 *
 * <p>Handles go from each producer to the next; with a single producer, to itself.
 *
 * <p><b>Threading</b>: one producer. <b>Complexity</b>: O(1) an event.
 */
final class DuplicateAndReorderedCloses implements Scenario {
    private static final int STALE = 256;
    private static final int RACES = 4;
    private static final int TAKEN_A_STEP = 8;

    private final Stage stage;
    private final Caller caller;
    private final Random64 random;
    private final Arrivals arrivals;
    private final long[] stale = new long[STALE];
    private final long[] tickets = new long[RACES];
    private final int[] who = new int[RACES];
    private int ended;

    DuplicateAndReorderedCloses(Stage stage) {
        this.stage = stage;
        this.caller = stage.caller();
        this.random = Random64.of(stage.seed(), 0xd0b1);
        this.arrivals = new Arrivals(stage.peers(), caller, random);
    }

    @Override
    public void step() {
        takeOver();
        switch (random.below(6)) {
            case 0 -> closeAgain();
            case 1 -> closeWhileEstablishing();
            case 2 -> closeElsewhere();
            case 3 -> closeBothSides();
            case 4 -> establishElsewhere();
            default -> touchStale();
        }
    }

    /** Takes over what has been handed over by now, so that little is under way at any time. */
    void takeOver() {
        for (int i = 0; i < TAKEN_A_STEP; i++) {
            long handle = stage.inbox().handle();
            if (handle == 0) {
                return;
            }
            long rest = stage.inbox().rest();
            stage.inbox().remove();
            carryOut(handle, rest);
        }
    }

    private void carryOut(long handle, long rest) {
        int peer = Handover.peer(rest);
        int address = Handover.address(rest);
        int what = Handover.what(rest);
        switch (what & ~Handover.INWARD) {
            case Handover.CLOSE ->
                    caller.close(handle, peer, address, (what & Handover.INWARD) != 0);
            case Handover.CLOSE_LOOSE -> caller.closeLoose(handle, peer);
            default -> {
                if (caller.adopt(handle, peer, address)) {
                    caller.close(handle, peer, address, true);
                }
            }
        }
    }

    private long admit(int peer, boolean inward) {
        int address = stage.peers().address(peer);
        return inward ? caller.admitInbound(address) : caller.admitOutbound(peer, address);
    }

    private boolean establish(long ticket, int peer, boolean inward) {
        int address = stage.peers().address(peer);
        return inward
                ? caller.establishInbound(ticket, peer, address)
                : caller.establishOutbound(ticket, peer, address);
    }

    private void closeAgain() {
        int peer = arrivals.next();
        boolean inward = random.below(3) > 0;
        long ticket = admit(peer, inward);
        if (ticket < 0) {
            return;
        }
        if (random.below(4) == 0) {
            caller.abandon(ticket, inward, peer);
            caller.abandonEnded(ticket);
            caller.establishEnded(ticket, inward, peer);
        } else if (establish(ticket, peer, inward)) {
            caller.abandonEstablished(ticket);
            caller.establishAgain(ticket, inward, peer);
            caller.close(ticket, peer, stage.peers().address(peer), inward);
            caller.closeEnded(ticket);
            caller.establishEnded(ticket, inward, peer);
        }
        caller.closeEnded(ticket);
        stale[ended++ & STALE - 1] = ticket;
    }

    private void closeWhileEstablishing() {
        if (stage.outbox().lacksRoom(RACES)) {
            return;
        }
        boolean inward = random.below(3) > 0;
        int races = 0;
        for (int i = 0; i < RACES; i++) {
            int peer = arrivals.next();
            long ticket = admit(peer, inward);
            if (ticket > 0) {
                caller.letGoTicket(inward, peer);
                tickets[races] = ticket;
                who[races++] = peer;
            }
        }
        for (int i = 0; i < races; i++) {
            stage.outbox().offer(tickets[i], who[i], 0, Handover.CLOSE_LOOSE);
        }
        for (int i = 0; i < races; i++) {
            caller.establishLoose(tickets[i], inward, who[i]);
        }
    }

    private void closeElsewhere() {
        int peer = arrivals.next();
        boolean inward = random.below(3) > 0;
        if (stage.outbox().lacksRoom(1)) {
            return;
        }
        long ticket = admit(peer, inward);
        if (ticket > 0 && establish(ticket, peer, inward)) {
            int what = Handover.CLOSE | (inward ? Handover.INWARD : 0);
            stage.outbox().offer(ticket, peer, stage.peers().address(peer), what);
        }
    }

    private void closeBothSides() {
        int peer = arrivals.next();
        boolean inward = random.below(3) > 0;
        if (stage.outbox().lacksRoom(2)) {
            return;
        }
        long ticket = admit(peer, inward);
        if (ticket > 0 && establish(ticket, peer, inward)) {
            caller.letGoConnection(peer, stage.peers().address(peer), inward);
            stage.outbox().offer(ticket, peer, 0, Handover.CLOSE_LOOSE);
            stage.outbox().offer(ticket, peer, 0, Handover.CLOSE_LOOSE);
            caller.closeLoose(ticket, peer);
        }
    }

    private void establishElsewhere() {
        int peer = arrivals.next();
        if (stage.outbox().lacksRoom(1)) {
            return;
        }
        long ticket = admit(peer, true);
        if (ticket > 0) {
            caller.letGoTicket(true, peer);
            stage.outbox().offer(ticket, peer, stage.peers().address(peer), Handover.ADOPT);
        }
    }

    private void touchStale() {
        long handle = stale[random.below(STALE)];
        if (handle == 0) {
            return;
        }
        switch (random.below(3)) {
            case 0 -> caller.closeEnded(handle);
            case 1 -> caller.abandonEnded(handle);
            default -> caller.establishEnded(handle, true, arrivals.next());
        }
    }

    @Override
    public void settle() {
        while (stage.inbox().handle() != 0) {
            takeOver();
        }
    }

    @Override
    public void finish() {
        settle();
    }
}
