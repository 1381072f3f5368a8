/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

import io.peerage.stress.population.Random64;

/**
 * A few peers, the same for all producers, connect and disconnect as fast as they can, so that notifications must be
 * folded.
 *
 * <p><b>Threading</b>: one producer. <b>Complexity</b>: O(1) an event.
 */
final class Flapping implements Scenario {
    private static final int PEERS_A_PRODUCER = 4;
    private static final int AT_ONCE = 3;

    private final Stage stage;
    private final Random64 random;
    private final int flapping;
    private final Pile open;
    private final Opener opener;

    Flapping(Stage stage) {
        this.stage = stage;
        this.random = Random64.of(stage.seed(), 0xf1ab);
        this.flapping = Math.min(stage.peers().residents(), PEERS_A_PRODUCER * stage.producers());
        Sessions sessions = new Sessions(stage.caller(), AT_ONCE);
        this.open = new Pile(sessions);
        this.opener = new Opener(stage, sessions, random);
    }

    @Override
    public void step() {
        int wanted = 1 + random.below(AT_ONCE);
        int peer = random.below(flapping);
        for (int i = 0; i < wanted; i++) {
            int session = opener.arrive(peer);
            if (session != Sessions.NONE) {
                open.push(session);
            }
        }
        stage.caller().ask(peer);
        open.clear();
    }

    @Override
    public void finish() {
        open.clear();
    }
}
