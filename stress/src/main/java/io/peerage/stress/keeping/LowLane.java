/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.stress.oracle.Contract;

/**
 * Scores peers down until the owner bans or disconnects them, and up again. <b>Threading</b>: one producer a peer. <b>Units</b>:
 * thousandths.
 */
final class LowLane {
    private static final int HIGH = 0;

    private final Accounts all;

    LowLane(Accounts all) {
        this.all = all;
    }

    /** Takes a peer one step further. */
    void step(int peer, Producer by) {
        if (Role.of(peer) == Role.LOW) {
            swing(peer, Setting.DISCONNECT_AT - 5_000, by);
        } else {
            stepBanned(peer, by);
        }
    }

    private void swing(int peer, int amount, Producer by) {
        long handle = all.peers.handle(peer);
        by.events++;
        int score = all.manager().reputation().score(handle);
        if (score != HIGH && score != amount) {
            all.violations.found(Contract.SCORES, "score that one producer changes", score, amount);
        }
        all.manager().reputation().add(handle, score == HIGH ? amount : -amount);
    }

    private void stepBanned(int peer, Producer by) {
        Stamps stamps = all.peerBans.stamps();
        int state = Stamps.state(stamps.word(peer));
        int amount = Setting.BAN_AT - 5_000;
        if (state == Stamps.OFF) {
            all.peerBans.expected(peer);
            swing(peer, amount, by);
            all.peerBans.turned(peer);
        } else if (state == Stamps.ON) {
            lift(peer, amount, by);
        } else if (all.peerBans.isMet(peer)) {
            settle(peer, stamps);
        }
    }

    // Whether it is banned for its score is certain only when all have stood still: the peer is
    // marked for the owner by whoever
    // changes it first, and that thread may be stopped before the owner can find the mark.
    private void settle(int peer, Stamps stamps) {
        long handle = all.peers.handle(peer);
        boolean low = all.manager().reputation().score(handle) != HIGH;
        if (low && !all.peerBans.isMetAtRest(peer)) {
            return;
        }
        if (low && !all.manager().bans().isBanned(handle) && all.peerBans.isTimeLeft(peer)) {
            all.violations.found(
                    Contract.SCORES, "peer " + peer + " has a low score, and isn't banned for it");
        }
        stamps.settle(peer, low, all.ticks.started());
    }

    private void lift(int peer, int amount, Producer by) {
        long handle = all.peers.handle(peer);
        all.peerBans.stamps().turn(peer);
        swing(peer, amount, by);
        by.events++;
        int code = all.peerBans.liftPeer(handle);
        if (code < 0) {
            by.banRefused(code);
            all.manager().reputation().add(handle, amount);
        }
        all.peerBans.turned(peer);
    }
}
