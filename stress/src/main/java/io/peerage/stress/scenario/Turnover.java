/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

import io.peerage.stress.oracle.Caller;
import io.peerage.stress.population.Random64;
import io.peerage.stress.population.Weibull;

/**
 * Peers come and go for good: for each that arrives, four that aren't connected are given up, and others made known in their
 * places, with ids that nobody has had, in a table that is always full.
 *
 * <p>Each producer has a share of the peers, whose ids it alone uses; it dials those of others by their handles, which are
 * stale now and then, and its own by handles that certainly are.
 *
 * <p><b>Threading</b>: one producer. <b>Complexity</b>: O(1) a step, amortised, no allocation.
 */
final class Turnover implements Scenario {
    private static final int REPLACED_A_STEP = 4;
    private static final int DIALED_ELSEWHERE = 4_000;
    private static final int STALE = 64;

    private final Stage stage;
    private final Caller caller;
    private final Random64 random;
    private final Weibull lengths;
    private final Sessions sessions;
    private final Wheel ends;
    private final Opener opener;
    private final int first;
    private final int count;
    private final long[] stale = new long[STALE];
    private int turn;

    Turnover(Stage stage) {
        this.stage = stage;
        this.caller = stage.caller();
        this.random = Random64.of(stage.seed(), 0x70a0);
        double mean = stage.quota();
        this.lengths = new Weibull(mean);
        this.sessions = new Sessions(caller, stage.sessions());
        this.ends = new Wheel(sessions, stage.sessions(), mean);
        this.opener = new Opener(stage, sessions, random);
        this.first = start(stage.producer());
        this.count = start(stage.producer() + 1) - first;
    }

    private int start(int producer) {
        return (int) ((long) stage.peers().size() * producer / stage.producers());
    }

    @Override
    public void step() {
        ends.advance();
        // Of few peers some producers have none.
        if (count > 0) {
            end(opener.arrive(first + random.below(count)));
            for (int i = 0; i < REPLACED_A_STEP; i++) {
                replace();
            }
        }
        if (random.chance(DIALED_ELSEWHERE) && !sessions.isFull()) {
            dialElsewhere();
        }
    }

    private void end(int session) {
        if (session != Sessions.NONE) {
            ends.add(session, lengths.draw(random));
        }
    }

    private void replace() {
        long givenUp = caller.replace(first + random.below(count), random);
        if (givenUp > 0) {
            stale[turn++ & STALE - 1] = givenUp;
        } else if (stale[turn & STALE - 1] > 0) {
            caller.useStale(stale[turn & STALE - 1]);
        }
    }

    private void dialElsewhere() {
        int peer = random.below(stage.peers().size());
        int address = stage.peers().address(peer);
        long ticket = caller.admitOutboundIfKnown(peer, address);
        if (ticket > 0) {
            end(opener.establish(ticket, peer, address, false));
        }
    }

    @Override
    public void finish() {
        ends.clear();
    }
}
