/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.owner;

import io.peerage.admission.AdmissionControl;
import io.peerage.concurrent.OwnerThread;
import io.peerage.connection.ConnectionTable;
import io.peerage.connection.ConnectionWord;
import io.peerage.dial.DialCommands;
import io.peerage.model.CloseReason;
import io.peerage.model.DialReason;
import io.peerage.time.Deadlines;
import java.time.Duration;

/**
 * Commands the close of connections, each at most once, and takes those for closed of which nothing is heard.
 *
 * <p>A commanded connection is marked in its slot's word. While there are any, the owner looks at all slots once a second;
 * a connection that has been looked at {@value #PATIENCE} times is reported and closed. That is more than 5 s after the
 * command, and less than 7 s if ticks come at least once a second; it takes no memory.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: commanding O(1); looking O(slots), only while a commanded
 * close is awaited. <b>Origin</b>: features E6 (Teku#9612).
 */
@OwnerThread
public final class Closings implements DialCommands {
    private static final int PATIENCE = 6;
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final ConnectionTable connections;
    private final AdmissionControl admission;
    private final UserCode user;
    private long now;
    private long nextLook;
    private int awaited;

    /** Commands through this user code. */
    public Closings(ConnectionTable connections, AdmissionControl admission, UserCode user) {
        this.connections = connections;
        this.admission = admission;
        this.user = user;
    }

    /** A round begins at this time; how many connections were taken for closed. */
    int begin(long at) {
        now = at;
        if (awaited == 0 || !Deadlines.isDue(nextLook, at)) {
            return 0;
        }
        nextLook = Deadlines.after(at, LOOK_NANOS);
        return look();
    }

    private int look() {
        int forced = 0;
        int left = 0;
        for (int slot = 0; slot < connections.capacity(); slot++) {
            long word = connections.word(slot);
            if (!isAwaited(word)) {
                continue;
            }
            long older = ConnectionWord.aged(word);
            if (ConnectionWord.age(older) >= PATIENCE) {
                force(slot, word);
                forced++;
            } else {
                // Whoever changed the word meanwhile has closed the connection.
                left += connections.casWord(slot, word, older) ? 1 : 0;
            }
        }
        awaited = left;
        return forced;
    }

    private void force(int slot, long word) {
        long connection = connections.handles().handle(slot, ConnectionWord.generation(word));
        CloseReason reason = ConnectionWord.reason(word);
        admission.close(connection);
        user.closeForced(connection, reason);
    }

    /** Whether the word is that of a connection whose close was commanded and is awaited. */
    public static boolean isAwaited(long word) {
        return ConnectionWord.has(word, ConnectionWord.DOOMED)
                && ConnectionWord.state(word) == ConnectionWord.ESTABLISHED;
    }

    /** At most how many commanded closes are awaited. */
    public int awaited() {
        return awaited;
    }

    /**
     * Commands the close of the connection of this generation in a slot, if the slot still has it and its close was not commanded
     * before; whether it did.
     */
    public boolean close(int slot, int generation, CloseReason reason) {
        long word = connections.word(slot);
        if (ConnectionWord.state(word) != ConnectionWord.ESTABLISHED
                || ConnectionWord.generation(word) != generation
                || ConnectionWord.has(word, ConnectionWord.DOOMED)
                || !connections.casWord(slot, word, ConnectionWord.doomed(word, reason))) {
            return false;
        }
        if (awaited == 0) {
            nextLook = Deadlines.after(now, LOOK_NANOS);
        }
        awaited++;
        user.close(connections.handles().handle(slot, generation), reason);
        return true;
    }

    @Override
    public void close(long connection, CloseReason reason) {
        close(
                connections.handles().index(connection),
                connections.handles().generation(connection),
                reason);
    }

    @Override
    public boolean dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        return user.dial(peer, ticket, ipHi, ipLo, reason);
    }

    @Override
    public void needAddresses(long connectedPeer) {
        user.needAddresses(connectedPeer);
    }
}
