/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

import io.peerage.stress.population.Random64;
import io.peerage.stress.population.Weibull;

/**
 * Peers come at an even rate and stay for heavy-tailed sessions ({@link Weibull}); a third more than there is room for.
 *
 * <p>Some are asked about, some given up and registered again when they return.
 *
 * <p><b>Threading</b>: one producer. <b>Complexity</b>: O(1) a step, amortised.
 */
final class Steady implements Scenario {
    private static final double OVERLOAD = 1.33;
    private static final int ASKED = 4_000;
    private static final int RELEASED = 700;

    private final Stage stage;
    private final Random64 random;
    private final Weibull lengths;
    private final Wheel ends;
    private final Arrivals arrivals;
    private final Opener opener;

    Steady(Stage stage) {
        this.stage = stage;
        this.random = Random64.of(stage.seed(), 0x57ea);
        double mean = OVERLOAD * stage.quota();
        this.lengths = new Weibull(mean);
        Sessions sessions = new Sessions(stage.caller(), stage.sessions());
        this.ends = new Wheel(sessions, stage.sessions(), mean);
        this.arrivals = new Arrivals(stage.peers(), stage.caller(), random);
        this.opener = new Opener(stage, sessions, random);
    }

    @Override
    public void step() {
        ends.advance();
        int peer = arrivals.next();
        int session = opener.arrive(peer);
        if (session != Sessions.NONE) {
            ends.add(session, lengths.draw(random));
        }
        if (random.chance(ASKED)) {
            stage.caller().ask(peer);
        }
        if (random.chance(RELEASED)) {
            stage.caller().release(random.below(stage.peers().residents()));
        }
    }

    @Override
    public void finish() {
        ends.clear();
    }
}
