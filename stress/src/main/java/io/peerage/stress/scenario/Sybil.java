/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

import io.peerage.stress.population.Random64;

/**
 * Strangers with ever new ids come from a handful of networks, against the prefix ladder and the peer table.
 *
 * <p>There are more strangers than the table has room for, and they are given up all the time, so that indexes are recycled
 * while others run and registering is refused now and then.
 *
 * <p><b>Threading</b>: one producer. <b>Complexity</b>: O(1) a step, amortised.
 */
final class Sybil implements Scenario {
    private static final int SESSION = 800;
    private static final int SESSIONS = 4096;
    private static final int RELEASED = 12_000;

    private final Stage stage;
    private final Random64 random;
    private final Sessions sessions;
    private final Wheel ends;
    private final Opener opener;
    private final int strangers;
    private final int crowd;

    Sybil(Stage stage) {
        this.stage = stage;
        this.random = Random64.of(stage.seed(), 0x5b11);
        this.sessions = new Sessions(stage.caller(), SESSIONS);
        this.ends = new Wheel(sessions, SESSIONS, SESSION);
        this.opener = new Opener(stage, sessions, random);
        this.strangers = stage.peers().size() - stage.peers().residents();
        this.crowd = stage.addresses().size() - stage.crowd();
    }

    @Override
    public void step() {
        ends.advance();
        int peer = stage.peers().residents() + random.below(strangers);
        int session = opener.arrive(peer, stage.crowd() + random.below(crowd));
        if (session != Sessions.NONE) {
            ends.add(session, 1 + random.below(2 * SESSION));
        }
        if (random.chance(RELEASED)) {
            stage.caller().releaseById(stage.peers().residents() + random.below(strangers));
        }
    }

    @Override
    public void finish() {
        ends.clear();
    }
}
