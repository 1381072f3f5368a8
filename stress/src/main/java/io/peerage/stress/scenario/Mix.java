/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

import io.peerage.stress.population.Random64;
import java.util.List;

/**
 * All the other scenarios interleaved, step by step: of sixteen steps, nine are steady, two bring a flash crowd, two a mass
 * disconnect, one each flaps, attacks by Sybils, and closes out of order.
 *
 * <p><b>Threading</b>: one producer. <b>Complexity</b>: as the others.
 */
final class Mix implements Scenario {
    private static final int FLASH_CROWD = 9;
    private static final int MASS_DISCONNECT = 11;
    private static final int FLAPPING = 13;
    private static final int SYBIL = 14;
    private static final int CLOSES = 15;
    private static final int ALL = 16;

    private final Random64 random;
    private final Scenario steady;
    private final Scenario flashCrowd;
    private final Scenario massDisconnect;
    private final Scenario flapping;
    private final Scenario sybil;
    private final DuplicateAndReorderedCloses closes;

    Mix(Stage stage) {
        this.random = Random64.of(stage.seed(), 0x3117);
        // Together more than the limits, so that they bite most of the time.
        this.steady = new Steady(stage.part(1, 0.7));
        this.flashCrowd = new FlashCrowd(stage.part(2, 0.1));
        this.massDisconnect = new MassDisconnect(stage.part(3, 0.2));
        this.flapping = new Flapping(stage.part(4, 1));
        this.sybil = new Sybil(stage.part(5, 1));
        this.closes = new DuplicateAndReorderedCloses(stage.part(6, 1));
    }

    @Override
    public void step() {
        closes.takeOver();
        int draw = random.below(ALL);
        if (draw < FLASH_CROWD) {
            steady.step();
        } else if (draw < MASS_DISCONNECT) {
            flashCrowd.step();
        } else if (draw < FLAPPING) {
            massDisconnect.step();
        } else if (draw < SYBIL) {
            flapping.step();
        } else if (draw < CLOSES) {
            sybil.step();
        } else {
            closes.step();
        }
    }

    @Override
    public void settle() {
        closes.settle();
    }

    @Override
    public void finish() {
        for (Scenario scenario :
                List.of(steady, flashCrowd, massDisconnect, flapping, sybil, closes)) {
            scenario.finish();
        }
    }
}
