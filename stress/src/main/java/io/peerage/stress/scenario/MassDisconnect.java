/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

import io.peerage.stress.population.Random64;

/**
 * The node fills up, then seven in ten connections drop at once, as when a link or a data centre fails.
 *
 * <p><b>Threading</b>: one producer. <b>Complexity</b>: O(1) an event.
 */
final class MassDisconnect implements Scenario {
    private static final double DROPPED = 0.7;
    private static final int REFUSALS = 64;
    private static final int BURST = 64;

    private final Stage stage;
    private final Pile inside;
    private final Arrivals arrivals;
    private final Opener opener;
    private int refusals;
    private int dropping;

    MassDisconnect(Stage stage) {
        this.stage = stage;
        Random64 random = Random64.of(stage.seed(), 0x3a55);
        Sessions sessions = new Sessions(stage.caller(), stage.sessions());
        this.inside = new Pile(sessions);
        this.arrivals = new Arrivals(stage.peers(), stage.caller(), random);
        this.opener = new Opener(stage, sessions, random);
    }

    @Override
    public void step() {
        if (dropping > 0) {
            for (int i = 0; i < BURST && dropping > 0; i++) {
                inside.closeOne();
                dropping--;
            }
            return;
        }
        int session = opener.arrive(arrivals.next());
        if (session == Sessions.NONE) {
            refusals++;
        } else {
            refusals = 0;
            inside.push(session);
        }
        if (refusals == REFUSALS || inside.size() >= 2 * stage.quota()) {
            refusals = 0;
            dropping = (int) (DROPPED * inside.size());
        }
    }

    @Override
    public void finish() {
        inside.clear();
        dropping = 0;
    }
}
