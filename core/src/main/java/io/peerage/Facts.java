/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.AdmissionParts;
import io.peerage.connection.ConnectionFacts;
import io.peerage.connection.ConnectionTable;
import io.peerage.connection.ConnectionWord;
import io.peerage.model.Direction;
import io.peerage.model.Result;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import java.util.Arrays;
import java.util.Objects;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * What applications tell of connections: which protocols they speak, what runs at the other end, how many streams are open, how
 * quick and how useful they are. It ends with the connection.
 *
 * <p>Protocols are numbers in the order of {@link io.peerage.config.FactsConfig#protocols}; the number after the last stands for
 * all others, where streams are counted. Setters return the code of {@link Result#DONE}, {@link Result#UNKNOWN_CONNECTION} for one
 * that is gone, or {@link Result#NOT_CONFIGURED} from a manager that was built without facts.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: setters lock-free, queries wait-free. <b>Complexity</b>: O(1), walks
 * O(connection slots); no allocation but by {@link #agent(long, String)}. <b>Units</b>: nanoseconds. <b>Errors</b>: {@link
 * IllegalArgumentException} for a number of no protocol, a negative time, and as {@link PeerManager} for handles. <b>Origin</b>:
 * features A7 (go-libp2p#2355, nwaku), E4.
 */
public sealed class Facts permits RecordedFacts {
    private static final int MOST_LETTERS = 256;
    private static final String NO_DIRECTION = "direction is null; pass INBOUND or OUTBOUND";

    private final ConnectionTable connections;
    private final PeerTable peers;
    private final @Nullable ConnectionFacts facts;
    private final NanoClock clock;

    Facts(AdmissionParts parts) {
        this.connections = parts.connections();
        this.peers = parts.peers();
        this.facts = parts.facts();
        this.clock = parts.clock();
    }

    private boolean isOpen(long connection) {
        if (!connections.handles().accepts(connection)) {
            return false;
        }
        long word = connections.word(connections.handles().index(connection));
        return isOpenAs(word, connections.handles().generation(connection));
    }

    private static boolean isOpenAs(long word, int generation) {
        int state = ConnectionWord.state(word);
        return ConnectionWord.generation(word) == generation
                && (state == ConnectionWord.ESTABLISHED || state == ConnectionWord.COMMITTING);
    }

    private int slot(long connection) {
        return connections.handles().index(connection);
    }

    private int generation(long connection) {
        return connections.handles().generation(connection);
    }

    private static int code(boolean done) {
        return (done ? Result.DONE : Result.UNKNOWN_CONNECTION).code();
    }

    private static void check(int protocol, int numbers) {
        if (protocol < 0 || protocol >= numbers) {
            throw new IllegalArgumentException(
                    "protocol "
                            + protocol
                            + " is outside 0 to "
                            + (numbers - 1)
                            + "; pass a number that FactsConfig.protocol gives");
        }
    }

    // Protocols

    /**
     * Notes that the connection speaks a protocol, or no longer.
     *
     * @param connection the connection's handle
     * @param protocol the protocol's number, see {@link io.peerage.config.FactsConfig#protocol}
     * @param speaks whether it does
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_CONNECTION}
     */
    public int protocol(long connection, int protocol, boolean speaks) {
        ConnectionFacts known = facts;
        if (known == null) {
            return Result.NOT_CONFIGURED.code();
        }
        check(protocol, known.protocols());
        return code(
                isOpen(connection)
                        && known.protocol(
                                slot(connection), generation(connection), protocol, speaks));
    }

    /**
     * {@return the protocols that the connection speaks, bit by number; 0 for one that is gone}
     *
     * @param connection the connection's handle
     */
    public long protocols(long connection) {
        ConnectionFacts known = facts;
        if (known == null || !isOpen(connection)) {
            return 0;
        }
        long protocols = known.protocols(slot(connection));
        return isOpen(connection) ? protocols : 0;
    }

    /**
     * The connected peers of whom a connection speaks a protocol, each once, in no order.
     *
     * @param protocol the protocol's number, see {@link io.peerage.config.FactsConfig#protocol}
     * @param target filled from the front with as many as fit
     * @return how many were filled in
     */
    public int connectedPeers(int protocol, long[] target) {
        Objects.requireNonNull(target, "target is null; pass an array as long as peers are wanted");
        ConnectionFacts known = facts;
        if (known == null) {
            return 0;
        }
        check(protocol, known.protocols());
        int found = 0;
        for (int slot = 0; slot < connections.capacity(); slot++) {
            long peer = speaker(known, slot, protocol);
            if (peer != 0 && found == target.length) {
                found = distinct(target, found);
            }
            if (peer != 0 && found < target.length) {
                target[found++] = peer;
            }
        }
        return distinct(target, found);
    }

    private long speaker(ConnectionFacts known, int slot, int protocol) {
        long word = connections.word(slot);
        if (ConnectionWord.state(word) != ConnectionWord.ESTABLISHED
                || (known.protocols(slot) >>> protocol & 1) == 0) {
            return 0;
        }
        int peer = connections.peer(slot);
        long peerWord = peer < 0 ? 0 : peers.columns().word(peer);
        // Read again: a slot that holds its peer now has held it all the time.
        return PeerWord.isConnected(peerWord) && connections.word(slot) == word
                ? peers.handles().handle(peer, PeerWord.generation(peerWord))
                : 0;
    }

    private static int distinct(long[] handles, int size) {
        Arrays.sort(handles, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (kept == 0 || handles[kept - 1] != handles[i]) {
                handles[kept++] = handles[i];
            }
        }
        return kept;
    }

    // Streams

    /**
     * A stream was opened on the connection, of a protocol or, with the number after the last, of another.
     *
     * @param connection the connection's handle
     * @param protocol the protocol's number, see {@link io.peerage.config.FactsConfig#protocol}
     * @param direction who opened the stream
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_CONNECTION}
     */
    public int streamOpened(long connection, int protocol, Direction direction) {
        return stream(connection, protocol, direction, true);
    }

    /**
     * A stream was closed; {@link Result#UNKNOWN_CONNECTION} also if none of this protocol and direction was open.
     *
     * @param connection the connection's handle
     * @param protocol the protocol's number, see {@link io.peerage.config.FactsConfig#protocol}
     * @param direction who opened the stream
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_CONNECTION}
     */
    public int streamClosed(long connection, int protocol, Direction direction) {
        return stream(connection, protocol, direction, false);
    }

    private int stream(long connection, int protocol, Direction direction, boolean opened) {
        Objects.requireNonNull(direction, NO_DIRECTION);
        ConnectionFacts known = facts;
        if (known == null) {
            return Result.NOT_CONFIGURED.code();
        }
        check(protocol, known.protocols() + 1);
        return code(
                isOpen(connection)
                        && known.stream(
                                slot(connection),
                                generation(connection),
                                protocol,
                                direction,
                                opened));
    }

    /**
     * {@return the open streams of a protocol in one direction, over all connections}
     *
     * @param protocol the protocol's number, see {@link io.peerage.config.FactsConfig#protocol}
     * @param direction who opened the stream
     */
    public long streams(int protocol, Direction direction) {
        Objects.requireNonNull(direction, NO_DIRECTION);
        ConnectionFacts known = facts;
        if (known == null) {
            return 0;
        }
        check(protocol, known.protocols() + 1);
        return known.streams(protocol, direction);
    }

    /**
     * {@return the open streams of a connection; 0 for one that is gone}
     *
     * @param connection the connection's handle
     */
    public int streamsOf(long connection) {
        ConnectionFacts known = facts;
        return known == null || !isOpen(connection) ? 0 : known.streams(slot(connection));
    }

    // Agents

    /**
     * Notes what runs at the other end, at most {@value #MOST_LETTERS} letters of it; allocates.
     *
     * @param connection the connection's handle
     * @param agent what it says
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_CONNECTION}
     */
    public int agent(long connection, String agent) {
        Objects.requireNonNull(agent, "agent is null; leave it out if it is not known");
        ConnectionFacts known = facts;
        if (known == null) {
            return Result.NOT_CONFIGURED.code();
        }
        String text = agent.length() > MOST_LETTERS ? agent.substring(0, MOST_LETTERS) : agent;
        return code(
                isOpen(connection) && known.agent(slot(connection), generation(connection), text));
    }

    /**
     * {@return what runs at the other end of the connection; empty if it is not known}
     *
     * @param connection the connection's handle
     */
    public String agent(long connection) {
        ConnectionFacts known = facts;
        String agent =
                known == null || !isOpen(connection)
                        ? null
                        : known.agent(slot(connection), generation(connection));
        return agent == null ? "" : agent;
    }

    // What prune selection goes by

    /**
     * Notes a round-trip time, of which the lowest counts.
     *
     * @param connection the connection's handle
     * @param nanos the time, in nanoseconds
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_CONNECTION}
     */
    public int ping(long connection, long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException(
                    "ping of " + nanos + " ns is negative; pass the time that it took");
        }
        ConnectionFacts known = facts;
        if (known == null) {
            return Result.NOT_CONFIGURED.code();
        }
        return code(
                isOpen(connection) && known.ping(slot(connection), generation(connection), nanos));
    }

    /**
     * The connection gave something useful, just now.
     *
     * @param connection the connection's handle
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_CONNECTION}
     */
    public int usefulMessage(long connection) {
        return useful(connection, false);
    }

    /**
     * The connection gave something of the kind that matters most, such as a block, just now.
     *
     * @param connection the connection's handle
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_CONNECTION}
     */
    public int usefulBlock(long connection) {
        return useful(connection, true);
    }

    private int useful(long connection, boolean block) {
        ConnectionFacts known = facts;
        if (known == null) {
            return Result.NOT_CONFIGURED.code();
        }
        return code(
                isOpen(connection)
                        && known.useful(
                                slot(connection), generation(connection), block, clock.nanoTime()));
    }
}
