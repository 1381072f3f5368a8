/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

/**
 * Open sessions, the newest on top. <b>Threading</b>: one producer. <b>Complexity</b>: O(1), no allocation.
 */
final class Pile {
    private final Sessions sessions;
    private int top = Sessions.NONE;
    private int size;

    Pile(Sessions sessions) {
        this.sessions = sessions;
    }

    int size() {
        return size;
    }

    void push(int session) {
        sessions.link(session, top);
        top = session;
        size++;
    }

    /** Takes the newest off; the pile must not be empty. */
    int pop() {
        int session = top;
        top = sessions.next(session);
        size--;
        return session;
    }

    /** Closes the newest, if there is one. */
    boolean closeOne() {
        if (size == 0) {
            return false;
        }
        int session = pop();
        if (top != Sessions.NONE) {
            sessions.touch(top);
        }
        sessions.close(session);
        return true;
    }

    void clear() {
        while (size > 0) {
            closeOne();
        }
    }
}
