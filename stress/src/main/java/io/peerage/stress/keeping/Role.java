/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.stress.population.Random64;

/** What a peer is there for in a storm, which follows from its number. <b>Threading</b>: pure functions, any thread. */
enum Role {
    /** Banned and lifted by hand. */
    BANNED,
    /** Scored down until it is banned, and up again. */
    LOW_BANNED,
    /** Scored down until it is disconnected, and up again. */
    LOW,
    /** Protected, persistent, trusted, and no longer. */
    KEPT,
    /** Given up and known again. */
    PASSING,
    /** Scored, tagged and dialed by all. */
    ORDINARY;

    private static final int SHARES = 32;

    static Role of(int peer) {
        return switch ((int) (Random64.mix(peer) >>> 32) & SHARES - 1) {
            case 0, 1 -> BANNED;
            case 2 -> LOW_BANNED;
            case 3 -> LOW;
            case 4, 5, 6 -> KEPT;
            case 7, 8 -> PASSING;
            default -> ORDINARY;
        };
    }
}
