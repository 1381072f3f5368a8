/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.config.DialConfig;
import io.peerage.model.CandidateKind;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A node with a history: peers come, are dialed, connect, fail, leave and are banned; its view follows from where each of
 * them stands. Peer 0 is the node itself. One thread.
 */
final class FakeNode {
    enum State {
        SELF,
        IDLE,
        DIALING,
        OUTBOUND,
        INBOUND,
        BACKING_OFF,
        BANNED
    }

    static final int PEERS = 40;
    static final int GROUPS = 4;
    static final int[] GROUP = {0, 63, 64, 127};

    private static final CandidateKind[] KINDS = CandidateKind.values();

    final DialConfig config;
    final FakeView view = new FakeView(PEERS);
    final State[] states = new State[PEERS];
    final CandidateKind[] kinds = new CandidateKind[PEERS];

    /** Peers of one kind more often than of others, as in life. */
    FakeNode(DialConfig config, int netgroups, SplittableRandom random) {
        this.config = config;
        for (int peer = 0; peer < PEERS; peer++) {
            states[peer] = peer == 0 ? State.SELF : State.IDLE;
            kinds[peer] = KINDS[random.nextInt(3) > 0 ? 2 + random.nextInt(2) : random.nextInt(5)];
            view.netgroups[peer] = random.nextInt(netgroups + 1);
            for (int group : GROUP) {
                if (random.nextInt(4) == 0) {
                    view.join(peer, group);
                }
            }
        }
        refresh();
    }

    /** One event; whose, the argument says. The candidates learn of it in two of three cases. */
    void step(int what, int argument) {
        int peer = 1 + argument % (PEERS - 1);
        State state = states[peer];
        switch (what) {
            case 0 -> view.candidates.add(argument % PEERS, kinds[argument % PEERS]);
            case 1 -> become(state == State.IDLE, peer, State.INBOUND);
            case 2 -> become(state == State.DIALING, peer, State.OUTBOUND);
            case 3 -> become(state == State.DIALING, peer, State.BACKING_OFF);
            case 4 -> become(state == State.BACKING_OFF, peer, State.IDLE);
            case 5 -> become(isConnected(peer), peer, State.IDLE);
            case 6 -> become(true, peer, State.BANNED);
            case 7 -> become(state == State.BANNED, peer, State.IDLE);
            default -> {
                for (int each = 1; each < PEERS; each++) {
                    become(states[each] == State.DIALING, each, State.OUTBOUND);
                }
            }
        }
        if (what != 0 && argument % 3 > 0) {
            tell(peer);
        }
        refresh();
    }

    private void become(boolean holds, int peer, State state) {
        if (holds) {
            states[peer] = state;
        }
    }

    private void tell(int peer) {
        if (states[peer] == State.IDLE) {
            view.candidates.add(peer, kinds[peer]);
        } else {
            view.candidates.remove(peer);
        }
    }

    void dial(int peer) {
        if (states[peer] != State.IDLE) {
            throw new AssertionError("peer " + peer + " is " + states[peer]);
        }
        states[peer] = State.DIALING;
        tell(peer);
        refresh();
    }

    boolean isConnected(int peer) {
        return states[peer] == State.INBOUND || states[peer] == State.OUTBOUND;
    }

    private boolean isHeld(int peer) {
        return states[peer] == State.OUTBOUND || states[peer] == State.DIALING;
    }

    private int count(IntPredicate predicate) {
        return (int) IntStream.range(0, PEERS).filter(predicate).count();
    }

    private void refresh() {
        view.outbound =
                count(
                        peer ->
                                states[peer] == State.OUTBOUND
                                        && kinds[peer] != CandidateKind.PERSISTENT);
        view.dialing =
                count(
                        peer ->
                                states[peer] == State.DIALING
                                        && kinds[peer] != CandidateKind.PERSISTENT);
        view.underWay = count(peer -> states[peer] == State.DIALING);
        view.used.clear();
        for (int peer = 0; peer < PEERS; peer++) {
            view.may[peer] = states[peer] == State.IDLE;
            if (isHeld(peer)) {
                view.used.merge(view.netgroups[peer], 1, Integer::sum);
            }
        }
        for (int group : GROUP) {
            view.inGroup[group] =
                    count(
                            peer ->
                                    view.isIn(peer, group)
                                            && (isConnected(peer)
                                                    || states[peer] == State.DIALING));
        }
    }
}
