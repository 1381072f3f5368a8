/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

import java.util.Arrays;

/**
 * When sessions end: a ring of lists, one a step; a session that lasts more than a round waits in its list for the rest.
 *
 * <p><b>Threading</b>: one producer. <b>Complexity</b>: O(1) a session and round, no allocation after construction.
 */
final class Wheel {
    private static final int AHEAD = 8;
    private static final int MOST_BUCKETS = 1 << 20;

    private final Sessions sessions;
    private final int[] heads;
    private final int[] rounds;
    private int now;

    /** A wheel for sessions of about this length. */
    Wheel(Sessions sessions, int capacity, double mean) {
        this.sessions = sessions;
        int wanted = (int) Math.min(MOST_BUCKETS, Math.max(64, 4 * mean));
        this.heads = new int[Integer.highestOneBit(wanted * 2 - 1)];
        this.rounds = new int[capacity];
        Arrays.fill(heads, Sessions.NONE);
    }

    /** A session ends after so many steps, at least one. */
    void add(int session, int steps) {
        int bucket = now + steps & heads.length - 1;
        rounds[session] = (steps - 1) / heads.length;
        sessions.link(session, heads[bucket]);
        heads[bucket] = session;
    }

    /** One step: closes what ends now. */
    void advance() {
        now = now + 1 & heads.length - 1;
        int ahead = heads[now + AHEAD & heads.length - 1];
        if (ahead != Sessions.NONE) {
            sessions.touch(ahead);
        }
        int session = heads[now];
        heads[now] = Sessions.NONE;
        while (session != Sessions.NONE) {
            int next = sessions.next(session);
            if (rounds[session] > 0) {
                rounds[session]--;
                sessions.link(session, heads[now]);
                heads[now] = session;
            } else {
                sessions.close(session);
            }
            session = next;
        }
    }

    /** Closes everything. */
    void clear() {
        for (int bucket = 0; bucket < heads.length; bucket++) {
            while (heads[bucket] != Sessions.NONE) {
                int session = heads[bucket];
                heads[bucket] = sessions.next(session);
                sessions.close(session);
            }
        }
    }
}
